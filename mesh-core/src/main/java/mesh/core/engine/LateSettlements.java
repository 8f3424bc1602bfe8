package mesh.core.engine;

import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.recent.RecentAttempts;

/// Whether a settlement that a node has sent was read, also where the core had taken the attempt
/// back before, or the job had ended: a settlement that ends an attempt in time is known by what it
/// made of the job, one that comes late changes nothing.
final class LateSettlements {
    private static final int MOST = 10_000;

    private final EndedLately ended;

    /// Attempts that the core took from the nodes that held them.
    private final RecentAttempts takenBack = new RecentAttempts(MOST);

    /// Settlements that were read and refused.
    private final RecentAttempts refused = new RecentAttempts(MOST);

    LateSettlements(EndedLately ended) {
        this.ended = ended;
    }

    void tookBack(NodeId node, JobId job, int attempt) {
        add(takenBack, new AttemptRef(job, attempt), node);
    }

    void refused(AttemptRef settled, NodeId node) {
        add(refused, settled, node);
    }

    /// Whether the settlement of an attempt is still to be read that a node says it has sent.
    ///
    /// @param job null where it is not open
    boolean isUnread(AttemptRef settled, NodeId node, OpenJob job) {
        if (contains(refused, settled, node)) {
            return false;
        }
        return contains(takenBack, settled, node)
                || job != null && job.isHeldBy(node, settled.attempt())
                || newest(settled, job) < settled.attempt();
    }

    /// The last attempt that the core knows of a job; that of the settlement where it does not know
    /// the job, which ended long ago then.
    private int newest(AttemptRef settled, OpenJob job) {
        return job != null
                ? job.state.attempt()
                : ended.get(settled.job()).map(EndedLately.End::attempt).orElse(settled.attempt());
    }

    private static void add(RecentAttempts to, AttemptRef ref, NodeId node) {
        to.put(key(ref, node), ref.attempt(), null, 0);
    }

    private static boolean contains(RecentAttempts those, AttemptRef ref, NodeId node) {
        return those.find(key(ref, node)) != RecentAttempts.NONE;
    }

    /// One for each attempt and node, so that what others claim of a job replaces nothing.
    private static JobId key(AttemptRef ref, NodeId node) {
        UUID job = ref.job().value();
        long own = (long) node.hashCode() << Integer.SIZE | ref.attempt();
        return new JobId(
                new UUID(job.getMostSignificantBits() ^ own, job.getLeastSignificantBits()));
    }
}
