package mesh.lab.chaos.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.check.FoundJob;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;

/// Whether attempts were taken back when they had to be, and only then. A node whose line is slow,
/// and to which nothing worse happened, lives: nobody is called dead below three round trips of
/// delay. One that hangs for longer than a lease keeps nothing.
public final class Leases {
    /// The core may be so much late to see that a lease has ended, and a delay so much late to end.
    private static final Duration SLACK = Duration.ofSeconds(2);

    /// After these the core gives every attempt a whole lease.
    private static final Set<FaultKind> RENEWS =
            Set.of(FaultKind.KILL_CORE, FaultKind.KILL_BROKER, FaultKind.KILL_ALL);

    private static final Set<String> LOST = Set.of("attempt-lost");

    private final List<Held> attempts;
    private final List<Caused> faults;

    /// @param faults all that was done to the mesh
    public Leases(List<FoundJob> jobs, List<Caused> faults) {
        this.attempts = Held.of(jobs);
        this.faults = List.copyOf(faults);
    }

    /// What must not be, in a line each.
    public List<String> findings() {
        var findings = new ArrayList<String>();
        for (Caused fault : faults) {
            if (fault.fault().kind() == FaultKind.SLOW) {
                attempts.stream()
                        .filter(attempt -> isLostOn(fault, attempt))
                        .map(
                                attempt ->
                                        "the line of %s was slow and nothing worse, and job %s was taken back from it (%s)"
                                                .formatted(
                                                        attempt.node(),
                                                        attempt.job().id(),
                                                        fault.fault().text().strip()))
                        .forEach(findings::add);
            } else if (fault.fault().kind() == FaultKind.HANG && outlastsLease(fault)) {
                attempts.stream()
                        .filter(attempt -> isKeptBy(fault, attempt))
                        .map(
                                attempt ->
                                        "%s hung for longer than the lease, and job %s was not taken back from it (%s)"
                                                .formatted(
                                                        attempt.node(),
                                                        attempt.job().id(),
                                                        fault.fault().text().strip()))
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    private boolean isLostOn(Caused slow, Held attempt) {
        return node(slow).equals(attempt.node())
                && attempt.endedAs(LOST)
                && attempt.end().at().isAfter(slow.from())
                && attempt.end().at().isBefore(slow.until().plus(SLACK))
                && attempt.awarded().isBefore(slow.until())
                && faults.stream().noneMatch(other -> explains(other, attempt));
    }

    /// Whether something worse was done to the node of an attempt, or to the middle of the mesh,
    /// while the attempt lived, or so short before that it may be felt.
    private static boolean explains(Caused other, Held attempt) {
        FaultKind kind = other.fault().kind();
        return kind != FaultKind.SLOW
                && (!kind.ofOneNode() || node(other).equals(attempt.node()))
                && other.from().isBefore(attempt.end().at())
                && other.until().plus(Limits.LEASE).isAfter(attempt.awarded());
    }

    /// Also after it was renewed the last time.
    private boolean outlastsLease(Caused hang) {
        Instant renewed =
                faults.stream()
                        .filter(other -> RENEWS.contains(other.fault().kind()))
                        .filter(other -> other.from().isBefore(hang.until()))
                        .map(Caused::until)
                        .filter(hang.from()::isBefore)
                        .max(Instant::compareTo)
                        .orElse(hang.from());
        return renewed.plus(Limits.LEASE).plus(SLACK).isBefore(hang.until());
    }

    private static boolean isKeptBy(Caused hang, Held attempt) {
        return node(hang).equals(attempt.node())
                && attempt.awarded().isBefore(hang.from())
                && (attempt.end() == null || attempt.end().at().isAfter(hang.until()));
    }

    private static NodeId node(Caused fault) {
        return new NodeId("n" + (fault.fault().node() + 1));
    }
}
