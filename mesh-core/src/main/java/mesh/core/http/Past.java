package mesh.core.http;

import java.util.ArrayList;
import java.util.List;
import mesh.core.EventView;
import mesh.protocol.JobId;

/// Joins a job's past to its present: what happens while the past is read waits until the past is
/// told, and what the past told already is not told again. What is said of a job beside its log has
/// no place in the log's order: it is passed on as it comes.
final class Past {
    private final List<EventView> meanwhile = new ArrayList<>();
    private boolean told;
    private int lastSeq;

    /// Events of any job, as they happen.
    synchronized void live(List<EventView> events, JobId id, EventStream to) {
        List<EventView> its = events.stream().filter(event -> event.job().equals(id)).toList();
        if (told) {
            next(its, to);
        } else {
            meanwhile.addAll(its);
        }
    }

    /// The events that were, of which the client has those up to a number.
    synchronized void replay(List<EventView> history, int lastSeen, EventStream to) {
        lastSeq = lastSeen;
        next(history, to);
        next(meanwhile, to);
        meanwhile.clear();
        told = true;
    }

    private void next(List<EventView> events, EventStream to) {
        to.offer(events.stream().filter(this::isNew).toList());
    }

    private boolean isNew(EventView event) {
        if (!event.ofLog()) {
            return true;
        }
        boolean isNew = event.seq() > lastSeq;
        lastSeq = Math.max(lastSeq, event.seq());
        return isNew;
    }
}
