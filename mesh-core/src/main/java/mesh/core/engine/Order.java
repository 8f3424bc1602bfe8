package mesh.core.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;

/// In which order lines come to offer their next job: the higher priority first; of one priority
/// the tenant whose turn it is; of one tenant's lines one after the other. Each line is in it once.
final class Order {

    /// The lines of one priority and tenant.
    private static final class Flow {
        static final Comparator<Flow> FIRST =
                Comparator.comparingInt((Flow flow) -> -flow.key.priority())
                        .thenComparingLong(flow -> flow.rank)
                        .thenComparingLong(flow -> flow.number);

        final Key key;
        final long number;
        final SequencedSet<Line> lines = new LinkedHashSet<>();
        long rank;

        Flow(Key key, long number, long rank) {
            this.key = key;
            this.number = number;
            this.rank = rank;
        }
    }

    private record Key(int priority, String tenant) {
        static Key of(Lane lane) {
            return new Key(lane.priority(), lane.tenant());
        }
    }

    private final Ranks ranks;
    private final boolean newestToo;
    private final Map<Key, Flow> flows = new HashMap<>();
    private final TreeSet<Flow> ready = new TreeSet<>(Flow.FIRST);
    private long number;
    private int size;

    /// @param newestToo whether of a tenant's lines every other time the newest comes, so that one
    ///     that comes after thousands of others does not wait for all of them
    Order(Ranks ranks, boolean newestToo) {
        this.ranks = ranks;
        this.newestToo = newestToo;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Line line) {
        line.in = this;
        size++;
        Key key = Key.of(line.lane);
        Flow flow = flows.get(key);
        if (flow == null) {
            flow = new Flow(key, number++, ranks.next(key.tenant()));
            flows.put(key, flow);
            ready.add(flow);
        } else if (ranks.next(key.tenant()) < flow.rank) {
            rank(flow);
        }
        flow.lines.addLast(line);
    }

    /// Takes out a line that is in it.
    void remove(Line line) {
        Flow flow = flows.get(Key.of(line.lane));
        flow.lines.remove(line);
        taken(flow, line);
    }

    private void taken(Flow flow, Line line) {
        line.in = null;
        size--;
        if (flow.lines.isEmpty()) {
            ready.remove(flow);
            flows.remove(flow.key);
        }
    }

    /// Takes out the line that comes next; there must be one.
    Line poll() {
        Flow flow = ready.first();
        while (ranks.next(flow.key.tenant()) > flow.rank) {
            // It had its turn meanwhile.
            rank(flow);
            flow = ready.first();
        }
        boolean newest = newestToo && number++ % 2 == 1;
        Line line = newest ? flow.lines.removeLast() : flow.lines.removeFirst();
        taken(flow, line);
        return line;
    }

    private void rank(Flow flow) {
        ready.remove(flow);
        flow.rank = ranks.next(flow.key.tenant());
        ready.add(flow);
    }
}
