package mesh.worker.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import mesh.protocol.JobId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;

/// The assignments that wait for a slot: at most one a job, the higher priority first, of equals
/// the one that came earlier.
final class Waiting implements Iterable<Assignment> {
    private final TreeSet<Held> inTurn = new TreeSet<>(Held.IN_TURN);
    private final Map<JobId, Held> byJob = new HashMap<>();
    private long arrivals;
    private long arrivalsSeen;

    int size() {
        return inTurn.size();
    }

    /// The attempt of this job that waits; 0 for none.
    int attempt(JobId job) {
        Held held = byJob.get(job);
        return held == null ? 0 : held.assignment().attempt();
    }

    void add(Assignment assignment) {
        var held = new Held(assignment, arrivals++);
        inTurn.add(held);
        byJob.put(assignment.job(), held);
    }

    /// @return whether it waited
    boolean remove(AttemptRef attempt) {
        Held held = byJob.get(attempt.job());
        if (held == null || held.assignment().attempt() != attempt.attempt()) {
            return false;
        }
        inTurn.remove(held);
        byJob.remove(attempt.job());
        return true;
    }

    /// In their turn; to be removed through the iterator by whoever starts them.
    @Override
    public Iterator<Assignment> iterator() {
        Iterator<Held> each = inTurn.iterator();
        return new Iterator<>() {
            private Held last;

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Assignment next() {
                last = each.next();
                return last.assignment();
            }

            @Override
            public void remove() {
                each.remove();
                byJob.remove(last.assignment().job());
            }
        };
    }

    /// Takes out all that were there when {@link #look} was called last.
    List<Assignment> takeSeen() {
        var seen = new ArrayList<Assignment>();
        Iterator<Held> each = inTurn.iterator();
        while (each.hasNext()) {
            Held held = each.next();
            if (held.arrival() < arrivalsSeen) {
                each.remove();
                byJob.remove(held.assignment().job());
                seen.add(held.assignment());
            }
        }
        return seen;
    }

    /// Sees all that is there now.
    void look() {
        arrivalsSeen = arrivals;
    }

    /// Takes out all.
    List<Assignment> takeAll() {
        look();
        return takeSeen();
    }
}
