package mesh.lab.chaos.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.protocol.NodeId;

/// An attempt, as the core's event log tells of it.
///
/// @param queued since when its job had waited
/// @param started when its node said so; null where it did not
/// @param end what ended it; null where nothing has
/// @param next what happened to the job after that; null where nothing did
record Held(
        FoundJob job,
        NodeId node,
        Instant queued,
        Instant awarded,
        Instant started,
        LoggedEvent end,
        LoggedEvent next) {
    private static final Set<String> QUEUES =
            Set.of("submitted", "attempt-lost", "attempt-failed", "declined");

    private static final Set<String> ENDS =
            Set.of(
                    "attempt-lost",
                    "attempt-failed",
                    "declined",
                    "succeeded",
                    "failed",
                    "expired",
                    "cancelled");

    /// Every attempt of these jobs.
    static List<Held> of(List<FoundJob> jobs) {
        var all = new ArrayList<Held>();
        jobs.forEach(job -> add(job, all));
        return List.copyOf(all);
    }

    private static void add(FoundJob job, List<Held> all) {
        List<LoggedEvent> events = job.events();
        Instant queued = Instant.MIN;
        LoggedEvent awarded = null;
        Instant started = null;
        for (int i = 0; i < events.size(); i++) {
            LoggedEvent event = events.get(i);
            if (event.name().equals("awarded")) {
                awarded = event;
                started = null;
            } else if (event.name().equals("started")) {
                started = event.at();
            } else if (awarded != null && ENDS.contains(event.name())) {
                LoggedEvent next = i + 1 < events.size() ? events.get(i + 1) : null;
                all.add(held(job, awarded, queued, started, event, next));
                awarded = null;
            }
            queued = QUEUES.contains(event.name()) ? event.at() : queued;
        }
        if (awarded != null) {
            all.add(held(job, awarded, queued, started, null, null));
        }
    }

    private static Held held(
            FoundJob job,
            LoggedEvent awarded,
            Instant queued,
            Instant started,
            LoggedEvent end,
            LoggedEvent next) {
        return new Held(job, awarded.node(), queued, awarded.at(), started, end, next);
    }

    boolean endedAs(Set<String> names) {
        return end != null && names.contains(end.name());
    }
}
