package mesh.lab.chaos.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.protocol.NodeId;

/// How long the mesh took to recover from each fault, by the core's own event log; both clocks are
/// this machine's.
///
/// For what is done to a node, each attempt that the node held and that was taken back counts: from
/// the fault to the job's next award. What a killed node held it has lost, however late that is
/// noticed, so there is no bound on it. For the core, the broker and the auction it is from their
/// start again until something works that needs them: for the core a submission is acknowledged,
/// for the broker a node starts a job, for the auction a job is awarded; the job must have begun to
/// wait only then, as what was under way before shows nothing. Where it was killed again before, or
/// nothing came any more, there was no recovery to measure, and it is counted as such.
public final class Recoveries {
    /// What was given to a node while the fault lasted, or was held by one that lived through it,
    /// and is lost so long after its end, has another cause.
    private static final Duration AFTERMATH = Duration.ofSeconds(2);

    private static final Set<String> TAKEN_BACK = Set.of("attempt-lost", "declined");

    private final List<Held> attempts;
    private final UnaryOperator<Instant> acknowledgedAfter;

    /// @param acknowledgedAfter the first acknowledgement after a time, or null
    public Recoveries(List<FoundJob> jobs, UnaryOperator<Instant> acknowledgedAfter) {
        this.attempts = Held.of(jobs);
        this.acknowledgedAfter = acknowledgedAfter;
    }

    /// The recoveries of each kind of fault.
    public Map<FaultKind, Measured> of(List<Caused> faults) {
        var all = new TreeMap<FaultKind, Measured>();
        for (Caused fault : faults) {
            Instant until = fault.until();
            Measured measured =
                    switch (fault.fault().kind()) {
                        case KILL_NODE, HANG, PARTITION, SLOW -> takenBack(fault, faults);
                        case KILL_CORE -> from(fault, acknowledgedAfter.apply(until), faults);
                        case KILL_BROKER -> from(fault, first(until, Held::started), faults);
                        case KILL_AUCTION -> from(fault, first(until, Held::awarded), faults);
                        case KILL_ALL ->
                                from(
                                        fault,
                                        later(
                                                first(until, Held::started),
                                                acknowledgedAfter.apply(until)),
                                        faults);
                    };
            all.merge(fault.fault().kind(), measured, Measured::and);
        }
        return all;
    }

    /// When something first happened to a job that began to wait after this time; null where it did
    /// not.
    private Instant first(Instant after, Function<Held, Instant> what) {
        return attempts.stream()
                .filter(attempt -> attempt.queued().isAfter(after))
                .map(what)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /// The later of two; null where one never came.
    private static Instant later(Instant one, Instant other) {
        if (one == null || other == null) {
            return null;
        }
        return one.isAfter(other) ? one : other;
    }

    private static Measured from(Caused fault, Instant recovered, List<Caused> faults) {
        return recovered != null && recovered.isBefore(killedAgain(fault, faults))
                ? Measured.of(Duration.between(fault.until(), recovered).toMillis())
                : Measured.NOT;
    }

    /// When one of those that a fault killed was killed again.
    private static Instant killedAgain(Caused fault, List<Caused> faults) {
        FaultKind kind = fault.fault().kind();
        return faults.stream()
                .filter(other -> other.from().isAfter(fault.from()))
                .filter(
                        other -> {
                            FaultKind next = other.fault().kind();
                            return next == kind
                                    || next == FaultKind.KILL_ALL
                                    || kind == FaultKind.KILL_ALL && !next.ofOneNode();
                        })
                .map(Caused::from)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private Measured takenBack(Caused fault, List<Caused> faults) {
        var node = new NodeId("n" + (fault.fault().node() + 1));
        return attempts.stream()
                .filter(attempt -> node.equals(attempt.node()) && attempt.endedAs(TAKEN_BACK))
                .filter(attempt -> isBy(fault, faults, attempt.awarded(), attempt.end().at()))
                .map(attempt -> again(fault, attempt.next()))
                .reduce(Measured.NONE, Measured::and);
    }

    /// Whether an attempt that was given to the fault's node, and taken back, was lost by it.
    private static boolean isBy(
            Caused fault, List<Caused> faults, Instant awarded, Instant takenBack) {
        if (!takenBack.isAfter(fault.from()) || !awarded.isBefore(fault.until())) {
            return false;
        }
        boolean heldByDead =
                fault.fault().kind() == FaultKind.KILL_NODE && awarded.isBefore(fault.from());
        return !lostBefore(fault, faults, awarded)
                && (heldByDead || takenBack.isBefore(fault.until().plus(AFTERMATH)));
    }

    /// Whether its node was killed once before with that attempt, which counts from then.
    private static boolean lostBefore(Caused fault, List<Caused> faults, Instant awarded) {
        return faults.stream()
                .filter(
                        other ->
                                other.fault().kind() == FaultKind.KILL_ALL
                                        || other.fault().kind() == FaultKind.KILL_NODE
                                                && other.fault().node() == fault.fault().node())
                .anyMatch(
                        other ->
                                other.from().isBefore(fault.from())
                                        && awarded.isBefore(other.from()));
    }

    private static Measured again(Caused fault, LoggedEvent next) {
        return next != null && next.name().equals("awarded")
                ? Measured.of(Duration.between(fault.from(), next.at()).toMillis())
                : Measured.NOT;
    }
}
