package mesh.lab.chaos.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.protocol.NodeId;

/// How long the mesh took to recover from each fault, by the core's own event log; both clocks are
/// this machine's.
///
/// For what is done to a node, each attempt that the node held and that was taken back counts: from
/// the fault to the job's next award. For the core, the broker and the auction it is from their
/// start again until something works that needs them: for the core a submission is acknowledged,
/// for the broker a node starts a job, for the auction a job is awarded. Where it was killed again
/// before, there was no recovery to measure.
public final class Recoveries {
    /// What is lost so long after the end of a fault has another cause.
    private static final Duration AFTERMATH = Duration.ofSeconds(2);

    private static final Set<String> TAKEN_BACK = Set.of("attempt-lost", "declined");

    private final List<FoundJob> jobs;
    private final UnaryOperator<Instant> acknowledgedAfter;
    private final NavigableSet<Instant> starts = new TreeSet<>();
    private final NavigableSet<Instant> awards = new TreeSet<>();

    /// @param acknowledgedAfter the first acknowledgement after a time, or null
    public Recoveries(List<FoundJob> jobs, UnaryOperator<Instant> acknowledgedAfter) {
        this.jobs = jobs;
        this.acknowledgedAfter = acknowledgedAfter;
        for (FoundJob job : jobs) {
            for (LoggedEvent event : job.events()) {
                switch (event.name()) {
                    case "started" -> starts.add(event.at());
                    case "awarded" -> awards.add(event.at());
                    default -> {
                        // The others say nothing of who is at work.
                    }
                }
            }
        }
    }

    /// The recoveries of each kind of fault, in milliseconds.
    public Map<FaultKind, List<Long>> of(List<Caused> faults) {
        var all = new TreeMap<FaultKind, List<Long>>();
        for (Caused fault : faults) {
            Instant again = killedAgain(fault, faults);
            List<Long> some = all.computeIfAbsent(fault.fault().kind(), _ -> new ArrayList<>());
            switch (fault.fault().kind()) {
                case KILL_NODE, HANG, PARTITION, SLOW -> some.addAll(takenBack(fault));
                case KILL_CORE -> add(some, fault, acknowledgedAfter.apply(fault.until()), again);
                case KILL_BROKER -> add(some, fault, starts.higher(fault.until()), again);
                case KILL_AUCTION -> add(some, fault, awards.higher(fault.until()), again);
                case KILL_ALL -> {
                    Instant started = starts.higher(fault.until());
                    Instant acknowledged = acknowledgedAfter.apply(fault.until());
                    if (started != null && acknowledged != null) {
                        add(
                                some,
                                fault,
                                started.isAfter(acknowledged) ? started : acknowledged,
                                again);
                    }
                }
            }
        }
        return all;
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

    private static void add(List<Long> to, Caused fault, Instant recovered, Instant again) {
        if (recovered != null && recovered.isBefore(again)) {
            to.add(Duration.between(fault.until(), recovered).toMillis());
        }
    }

    private List<Long> takenBack(Caused fault) {
        var node = new NodeId("n" + (fault.fault().node() + 1));
        Instant end = fault.until().plus(AFTERMATH);
        var millis = new ArrayList<Long>();
        for (FoundJob job : jobs) {
            List<LoggedEvent> events = job.events();
            Instant awarded = null;
            for (int i = 0; i < events.size(); i++) {
                LoggedEvent event = events.get(i);
                if (event.name().equals("awarded")) {
                    awarded = node.equals(event.node()) ? event.at() : null;
                } else if (awarded != null && TAKEN_BACK.contains(event.name())) {
                    boolean byThis =
                            awarded.isBefore(fault.until())
                                    && event.at().isAfter(fault.from())
                                    && event.at().isBefore(end);
                    if (byThis && i + 1 < events.size()) {
                        LoggedEvent next = events.get(i + 1);
                        if (next.name().equals("awarded")) {
                            millis.add(Duration.between(fault.from(), next.at()).toMillis());
                        }
                    }
                    awarded = null;
                }
            }
        }
        return millis;
    }
}
