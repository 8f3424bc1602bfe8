package mesh.lab.sim.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Progress;

/// Keeps every lease by what the core was brought, on the core's clock: from when on an attempt may
/// be taken back, and from when on it must be. The two differ where a failed turn or a restart made
/// the core forget what it had heard.
final class LeaseWatch {
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    /// How young an award may be to be missing in a heartbeat.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long the word that a node left may be about its life before.
    private static final Duration BELATED = Duration.ofSeconds(1);

    /// Two ticks and more: what is due is noticed by the next.
    private static final Duration NOTICED = Duration.ofMillis(600);

    /// @param mayFrom when the core may take it back for silence
    /// @param mustBy when the core must have
    /// @param unnamed how many heartbeats in a row did not name it
    /// @param forsaken whether its node has said that it does not have it
    private record Lease(
            JobBook job, Instant mayFrom, Instant mustBy, int unnamed, boolean forsaken) {}

    /// @param certain whether the core surely knows it
    private record Node(
            String incarnation,
            long seq,
            Instant at,
            Instant since,
            Instant left,
            boolean certain) {

        Node heardAt(Instant when) {
            return new Node(incarnation, seq, when, since, left, certain);
        }

        Node with(Instant whenLeft, boolean isCertain) {
            return new Node(incarnation, seq, at, since, whenLeft, isCertain);
        }
    }

    private final Verdict verdict;
    private final Map<AttemptRef, Lease> leases = new HashMap<>();
    private Map<NodeId, Node> nodes = new HashMap<>();

    /// What was known before the batch that the core is taking; empty between batches.
    private Map<NodeId, Node> before = Map.of();

    /// What a node did not name twice in the newest batch, though it may have named it after that.
    private final Set<AttemptRef> forsaken = new HashSet<>();

    LeaseWatch(Verdict verdict) {
        this.verdict = verdict;
    }

    /// Whether the batch that the core is taking says so.
    private boolean hasRestarted(NodeId node) {
        Node then = before.get(node);
        return then != null && !then.incarnation().equals(nodes.get(node).incarnation());
    }

    private static boolean hasLeft(Node node) {
        return node != null && node.left() != null;
    }

    private static AttemptRef ref(JobBook job) {
        return new AttemptRef(job.spec.id(), job.attempt);
    }

    /// An attempt is held from now on, or its node said that it starts.
    void held(JobBook job, Instant now) {
        job.heldSince = now;
        leases.put(ref(job), renewed(job, job.node, now, 0));
    }

    private Lease renewed(JobBook job, NodeId node, Instant now, int unnamed) {
        Node known = nodes.get(node);
        boolean left = hasLeft(known);
        Instant brief = now.plus(LAST_WORDS);
        Instant whole = now.plus(Limits.LEASE);
        Instant must = left && known.certain() ? brief : whole;
        return new Lease(job, left ? brief : whole, must, unnamed, false);
    }

    void left(JobBook job) {
        if (job.attempt > 0) {
            leases.remove(ref(job));
        }
    }

    /// The core reads its disk: what is held gets a whole lease, and what it knew of nodes may be
    /// older than it was.
    void restored(Instant at) {
        Instant now = millis(at);
        leases.replaceAll(
                (_, lease) -> {
                    lease.job().heldSince = now;
                    Instant whole = now.plus(Limits.LEASE);
                    NodeId node = lease.job().node;
                    // It is read before the batch is looked at that is being brought.
                    int unnamed = hasRestarted(node) ? 1 : 0;
                    boolean left = hasLeft(nodes.get(node)) || hasLeft(before.get(node));
                    return new Lease(
                            lease.job(),
                            left ? now.plus(LAST_WORDS) : whole,
                            whole,
                            unnamed,
                            false);
                });
        nodes.replaceAll((_, node) -> node.with(node.left(), false));
    }

    /// The core has found that it can hear nobody: what is held gets a whole lease.
    void cutOff(Instant at) {
        Instant now = millis(at);
        leases.replaceAll(
                (_, lease) -> {
                    lease.job().heldSince = now;
                    return renewed(lease.job(), lease.job().node, now, lease.unnamed());
                });
    }

    void progress(Progress progress, Instant at) {
        Lease lease = leases.get(progress.ref());
        if (lease != null && lease.job().isHeldBy(progress.node(), progress.attempt())) {
            leases.put(
                    progress.ref(),
                    renewed(lease.job(), progress.node(), millis(at), lease.unnamed()));
        }
    }

    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Heartbeats are brought to the core. Whether it takes them is known only later.
    void heartbeats(List<Delivery<Heartbeat>> batch, Instant at) {
        before = new HashMap<>(nodes);
        forsaken.clear();
        batch.forEach(delivery -> heartbeat(delivery, millis(at)));
    }

    /// The core did not take them: it will be brought them again. That the nodes were heard then is
    /// so all the same.
    void notTaken() {
        Map<NodeId, Node> heard = nodes;
        nodes = new HashMap<>(before);
        before = Map.of();
        nodes.replaceAll((node, known) -> known.heardAt(heard.get(node).at()));
        forsaken.clear();
    }

    private void heartbeat(Delivery<Heartbeat> delivery, Instant now) {
        Heartbeat beat = delivery.message();
        Node known = nodes.get(beat.node());
        boolean same = known != null && known.incarnation().equals(beat.incarnation());
        boolean stale =
                known != null
                        && (same ? beat.seq() <= known.seq() : delivery.at().isBefore(known.at()));
        boolean gone = same && known.left() != null && !delivery.at().isAfter(known.left());
        if ((stale || gone) && known.certain()) {
            return;
        }
        boolean certain = known == null || known.certain() || !(stale || gone);
        boolean restarted = known != null && !same;
        if (!stale && !gone) {
            Instant since = same ? known.since() : now;
            nodes.put(
                    beat.node(),
                    new Node(beat.incarnation(), beat.seq(), delivery.at(), since, null, true));
        }
        var named = new HashSet<>(beat.running());
        named.addAll(beat.settled());
        boolean sure = certain && known != null && known.certain();
        for (Map.Entry<AttemptRef, Lease> entry : leases.entrySet()) {
            Lease lease = entry.getValue();
            if (lease.job().isHeldBy(beat.node(), entry.getKey().attempt())) {
                Lease then =
                        named.contains(entry.getKey())
                                ? renewedBy(lease, now, stale || gone)
                                : unnamed(lease, delivery.at(), restarted, sure);
                entry.setValue(then);
                if (then.forsaken()) {
                    forsaken.add(entry.getKey());
                }
            }
        }
    }

    private Lease renewedBy(Lease lease, Instant now, boolean doubtful) {
        Lease whole = renewed(lease.job(), lease.job().node, now, 0);
        return doubtful
                ? new Lease(lease.job(), lease.mayFrom(), whole.mustBy(), lease.unnamed(), false)
                : whole;
    }

    /// A node does not name what it should have. Of what is so young, or taken over so lately, that
    /// it cannot be judged yet a restart is the first of the two.
    private static Lease unnamed(Lease lease, Instant at, boolean restarted, boolean sure) {
        boolean silent = lease.job().heldSince.plus(GRACE).isBefore(at);
        int unnamed = silent || restarted ? lease.unnamed() + 1 : 0;
        boolean forsaken = silent && (restarted || unnamed >= 2);
        return new Lease(
                lease.job(),
                forsaken ? Instant.EPOCH : lease.mayFrom(),
                forsaken && sure && at.isBefore(lease.mustBy()) ? at : lease.mustBy(),
                unnamed,
                forsaken);
    }

    /// The core was told that a node left.
    ///
    /// @param taken whether it has taken that in; where not it is told again
    void departed(NodeId node, Instant at, boolean taken) {
        Instant now = millis(at);
        Instant until = now.plus(LAST_WORDS);
        Node known = nodes.get(node);
        boolean sure =
                taken && known != null && known.since().plus(BELATED.multipliedBy(2)).isBefore(now);
        Instant must = sure ? until : taken ? until.plus(Limits.HEARTBEAT) : Instant.MAX;
        if (known != null) {
            nodes.put(node, known.with(now, sure && known.certain()));
        }
        leases.replaceAll(
                (_, lease) ->
                        node.equals(lease.job().node)
                                ? new Lease(
                                        lease.job(),
                                        earlier(lease.mayFrom(), until),
                                        earlier(lease.mustBy(), must),
                                        lease.unnamed(),
                                        lease.forsaken())
                                : lease);
    }

    /// Whether the core surely has heard of this life of a node, and of no later one.
    boolean knows(NodeId node, String incarnation) {
        Node known = nodes.get(node);
        return known != null && known.certain() && known.incarnation().equals(incarnation);
    }

    /// Whether this life of a node is the newest that the core was told of, before it was started
    /// again or after.
    boolean heard(NodeId node, String incarnation) {
        Node known = nodes.get(node);
        return known != null && known.incarnation().equals(incarnation);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Whether the core may take an attempt back now.
    boolean mayBeLost(JobBook job, Instant now) {
        Lease lease = leases.get(ref(job));
        return lease == null
                || lease.forsaken()
                || forsaken.contains(ref(job))
                || !now.isBefore(lease.mayFrom());
    }

    String describe(JobBook job, Instant now) {
        return "now it is %s, and %s; of its node %s"
                .formatted(now, leases.get(ref(job)), nodes.get(job.node));
    }

    /// Time has passed, and the core has ticked meanwhile.
    void ticked(Instant now) {
        forsaken.clear();
        before = Map.of();
        for (Lease lease : leases.values()) {
            if (lease.mustBy().plus(NOTICED).isBefore(now)) {
                verdict.broken(
                        Invariant.LEASE_ENDS,
                        "%s: its lease was over at %s, and it is %s",
                        lease.job(),
                        lease.mustBy(),
                        now);
            }
        }
    }
}
