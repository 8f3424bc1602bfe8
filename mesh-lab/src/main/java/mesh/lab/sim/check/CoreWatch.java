package mesh.lab.sim.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobState;
import mesh.core.service.SteppedCore;
import mesh.core.store.Store;
import mesh.protocol.JobId;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Settlement;

/// Watches what the core remembers, and that its disk knows what it has acknowledged.
final class CoreWatch {
    private final Books books;
    private final LeaseWatch leases;
    private final Verdict verdict;
    private Store disk;
    private boolean diskFailed;

    /// The newest heartbeat of each node that the core took, and when; not of one that left then.
    private final Map<NodeId, Delivery<Heartbeat>> there = new HashMap<>();

    CoreWatch(Books books, LeaseWatch leases, Verdict verdict) {
        this.books = books;
        this.leases = leases;
        this.verdict = verdict;
    }

    void starts(Store from) {
        disk = from;
    }

    void diskFailed() {
        diskFailed = true;
    }

    boolean isDiskWell() {
        return !diskFailed;
    }

    /// It has done something, and a tick is not long ago.
    void acted(SteppedCore core, Instant now) {
        Optional<Map<JobId, JobState.Open>> looked =
                core.look(
                        engine -> {
                            var states = new HashMap<JobId, JobState.Open>();
                            engine.forEachOpen(states::put);
                            return states;
                        });
        if (looked.isPresent()) {
            diskFailed = false;
            compare(looked.get());
            leases.ticked(now);
        } else if (!diskFailed) {
            verdict.broken(Invariant.HARMS_NOBODY, "a turn was given up, and the disk is well");
        }
    }

    private void compare(Map<JobId, JobState.Open> states) {
        for (JobBook job : books.open()) {
            JobState.Open state = states.get(job.spec.id());
            boolean same =
                    state != null
                            && state.name() == job.state
                            && state.attempt() == job.attempt
                            && state.history().failures() == job.tries
                            && (!(state instanceof JobState.Held held)
                                    || held.node().equals(job.node));
            if (!same) {
                verdict.broken(
                        Invariant.STATE_IS_FOLD, "%s, and the core remembers %s", job, state);
            }
        }
        if (states.size() != books.open().size()) {
            verdict.broken(
                    Invariant.STATE_IS_FOLD,
                    "%d jobs are open on the disk, and the core remembers %d",
                    books.open().size(),
                    states.size());
        }
    }

    /// The broker has forgotten a settlement: it counts, or it was refused for a reason.
    void acknowledged(Settlement settlement, Instant now) {
        JobBook job = books.job(settlement.job()).orElse(null);
        boolean undecided =
                job != null
                        && (job.isHeldBy(settlement.node(), settlement.attempt())
                                || !job.ended()
                                        && !job.isHeld()
                                        && job.attempt + 1 == settlement.attempt()
                                        && isSurelyThere(settlement.node(), now)
                                        && !isForOthers(settlement)
                                        && books.wasOffered(settlement.ref())
                                        && books.settlement(settlement.ref(), settlement.node())
                                                .filter(settlement::equals)
                                                .isPresent());
        if (undecided) {
            verdict.broken(Invariant.SETTLEMENT_DECIDED, "%s of %s", settlement, job);
        }
    }

    /// Whether a node that cannot run a job says so: somebody made its award up.
    private static boolean isForOthers(Settlement settlement) {
        return settlement.error() != null && settlement.error().code() == ErrorCode.NOT_CAPABLE;
    }

    /// Whether the core surely takes a node for one that may win jobs: of another it believes no
    /// settlement before the award.
    private boolean isSurelyThere(NodeId node, Instant now) {
        Delivery<Heartbeat> heard = there.get(node);
        return heard != null
                && !heard.message().draining()
                && heard.at().plus(Limits.LEASE).isAfter(now);
    }

    /// The core was told that a node left.
    void departed(NodeId node) {
        there.remove(node);
    }

    /// Whether the disk knows of this start of a node, and of no later one.
    boolean isStored(String incarnation) {
        return disk.nodes().stream()
                .map(NodeTable.Known::heartbeat)
                .anyMatch(known -> known.incarnation().equals(incarnation));
    }

    /// The newest that is known of a node is of a start that the disk knows of, unless the disk
    /// took no write: then the core keeps the heartbeat, and writes it next.
    void acknowledged(Heartbeat beat, Instant at) {
        Delivery<Heartbeat> before = there.get(beat.node());
        boolean stale =
                before != null
                        && before.message().incarnation().equals(beat.incarnation())
                        && before.message().seq() >= beat.seq();
        if (!stale && leases.heard(beat.node(), beat.incarnation())) {
            there.put(beat.node(), new Delivery<>(beat, at));
        }
        boolean newest = leases.knows(beat.node(), beat.incarnation());
        if (newest && isDiskWell() && !isStored(beat.incarnation())) {
            verdict.broken(Invariant.NODES_ARE_STORED, "%s is not", beat.incarnation());
        }
    }
}
