package mesh.lab.sim.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.SteppedQueue.Keeps;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// The broker of a simulated run. It loses nothing persistent; whatever else is bad the {@link
/// Weather} does, or whoever lets it {@link #crash}.
public final class SteppedBroker {

    /// How long the broker hears nothing of a party before it ends its connection.
    private static final long SILENCE = 15 * Timeline.SECOND;

    private final Timeline timeline;
    private final Weather weather;
    private final Tap tap;
    private final Map<String, List<SteppedQueue>> queues = new LinkedHashMap<>();
    private final List<SteppedLink> links = new ArrayList<>();
    private boolean up = true;
    private int life = 1;

    public SteppedBroker(Timeline timeline, Weather weather, Tap tap) {
        this.timeline = timeline;
        this.weather = weather;
        this.tap = tap;
        for (Address<?> address : Address.ALL) {
            queues.put(address.name(), new ArrayList<>());
            if (address.routing() == Address.Routing.ANYCAST) {
                add(new SteppedQueue(address.name(), address.name(), Keeps.UNTIL_READ, null));
            }
        }
        add(Source.progress(), Keeps.UNTIL_READ);
        add(Source.news(), Keeps.NEWEST);
        add(Source.settlements("core"), Keeps.UNTIL_READ);
        add(Source.settlements("auction"), Keeps.UNTIL_READ);
    }

    private void add(Source<?> source, Keeps keeps) {
        add(new SteppedQueue(source.address().name(), source.queue(), keeps, source.selector()));
    }

    private SteppedQueue add(SteppedQueue queue) {
        queues.get(queue.address).add(queue);
        return queue;
    }

    Timeline timeline() {
        return timeline;
    }

    Weather weather() {
        return weather;
    }

    Tap tap() {
        return tap;
    }

    boolean isUp() {
        return up;
    }

    int life() {
        return life;
    }

    public SteppedLink connect(Owner owner) {
        var link = new SteppedLink(this, owner);
        links.add(link);
        return link;
    }

    void closed(SteppedLink link) {
        links.remove(link);
    }

    void route(Owner sender, Message message) {
        tap.routed(sender, message);
        boolean news = message.address().equals(Address.PROGRESS) && !message.persistent();
        String address = (news ? Address.NEWS : message.address()).name();
        for (SteppedQueue queue : List.copyOf(queues.get(address))) {
            queue.offer(message, timeline.instant());
        }
    }

    /// @return null where there is none
    private SteppedQueue find(Source<?> source) {
        for (SteppedQueue queue : queues.get(source.address().name())) {
            if (queue.name.equals(source.queue())) {
                return queue;
            }
        }
        return null;
    }

    private SteppedQueue declared(Source<?> source) {
        SteppedQueue queue = find(source);
        if (queue == null) {
            throw new IllegalStateException("the simulated broker has no queue for " + source);
        }
        return queue;
    }

    /// Whether a source that one may read alone is read by another.
    boolean isTaken(Source<?> source) {
        SteppedQueue queue = source.kind() == Source.Kind.OWNED ? find(source) : null;
        return queue != null && queue.reader != null;
    }

    SteppedQueue open(Reader<?> reader) {
        Source<?> source = reader.source();
        if (isTaken(source)) {
            throw new LinkException("a node named '" + source.queue() + "' is connected", null);
        }
        String address = source.address().name();
        return switch (source.kind()) {
            case QUEUE, SHARED -> declared(source);
            case OWNED -> {
                SteppedQueue kept = find(source);
                yield kept != null
                        ? kept
                        : add(
                                new SteppedQueue(
                                        address,
                                        source.queue(),
                                        Keeps.UNTIL_READ,
                                        source.selector()));
            }
            case TOPIC, RECENT ->
                    add(new SteppedQueue(address, "", Keeps.WHILE_READ, source.selector()));
        };
    }

    /// What lies in a queue is given to nobody, until it is again.
    public void holdBack(Source<?> source, boolean back) {
        SteppedQueue queue = declared(source);
        queue.heldBack = back;
        queue.wake();
    }

    void left(SteppedQueue queue) {
        if (queue.keeps == Keeps.WHILE_READ) {
            queues.get(queue.address).remove(queue);
        }
        if (up && queue.address.equals(Address.ASSIGNMENTS.name())) {
            var node = new NodeId(queue.name);
            List.copyOf(links).forEach(link -> link.departed(node));
        }
    }

    /// Ends the connections that have been quiet for long: to be asked after a link went quiet.
    public void watch(SteppedLink link) {
        timeline.after(
                SILENCE,
                () -> {
                    if (up && link.isThere() && link.isQuiet()) {
                        link.disconnect();
                    }
                });
    }

    /// The broker is killed: whatever is not persistent is gone, and every connection.
    public void crash() {
        up = false;
        life++;
        List.copyOf(links).forEach(SteppedLink::disconnect);
        queues.values().forEach(some -> some.forEach(SteppedQueue::crash));
    }

    public void restart() {
        up = true;
    }

    /// How many messages wait in the longest queue.
    public int longest() {
        int most = 0;
        for (List<SteppedQueue> some : queues.values()) {
            for (SteppedQueue queue : some) {
                most = Math.max(most, queue.size());
            }
        }
        return most;
    }
}
