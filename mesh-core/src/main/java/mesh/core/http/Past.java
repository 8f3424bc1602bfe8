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

    /// An event of any job, as it happens.
    synchronized void live(EventView event, JobId id, EventStream to) {
        if (!event.job().equals(id)) {
            return;
        }
        if (told) {
            next(event, to);
        } else {
            meanwhile.add(event);
        }
    }

    /// The events that were, of which the client has those up to a number.
    synchronized void replay(List<EventView> history, int lastSeen, EventStream to) {
        lastSeq = lastSeen;
        history.forEach(event -> next(event, to));
        meanwhile.forEach(event -> next(event, to));
        meanwhile.clear();
        told = true;
    }

    private void next(EventView event, EventStream to) {
        if (!event.ofLog()) {
            to.offer(event);
        } else if (event.seq() > lastSeq) {
            lastSeq = event.seq();
            to.offer(event);
        }
    }
}
