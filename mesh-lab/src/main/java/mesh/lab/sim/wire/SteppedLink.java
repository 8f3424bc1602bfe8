package mesh.lab.sim.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mesh.lab.sim.wire.Owner.Moment;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// One party's link to the stepped broker. It finds its way back after the broker was away, and may
/// be cut in either direction without either side noticing at once.
public final class SteppedLink implements Link {
    private final SteppedBroker broker;
    private final Owner owner;
    private final List<Reader<?>> readers = new ArrayList<>();
    private final List<Watching> watching = new ArrayList<>();
    private final Map<String, Long> lastArrivals = new LinkedHashMap<>();
    private boolean connected;
    private boolean closed;
    private boolean speechCut;
    private boolean hearingCut;

    private record Watching(Consumer<NodeId> departed) {}

    SteppedLink(SteppedBroker broker, Owner owner) {
        this.broker = broker;
        this.owner = owner;
        this.connected = broker.isUp();
    }

    public Owner owner() {
        return owner;
    }

    /// Whether what the broker gives reaches the party.
    boolean hears() {
        return connected && !hearingCut && owner.runs() && !owner.hangs();
    }

    /// Whether what the party says reaches the broker.
    boolean speaks() {
        return connected && !speechCut;
    }

    boolean isOpen() {
        return !closed;
    }

    /// Whether the broker has its connection.
    boolean isThere() {
        return connected;
    }

    @Override
    public boolean isConnected() {
        if (!connected) {
            broker.tap().cutOff(owner);
        }
        return connected;
    }

    @Override
    public void send(List<? extends Message> messages) {
        alive();
        owner.about(Moment.BEFORE_SEND);
        broker.tap().sending(owner, messages);
        hand(messages);
        owner.about(Moment.AFTER_SEND);
    }

    private void hand(List<? extends Message> messages) {
        boolean mustArrive = messages.stream().anyMatch(Message::persistent);
        if (!connected) {
            throw new LinkException("the broker is away", null);
        }
        if (speechCut) {
            if (mustArrive) {
                throw new LinkException("no answer from the broker", null);
            }
            return;
        }
        boolean fails = broker.weather().sendFails();
        int reach = fails ? broker.weather().upTo(messages.size()) : messages.size();
        messages.subList(0, reach).forEach(this::accept);
        if (fails || hearingCut && mustArrive) {
            throw new LinkException("the connection broke", null);
        }
    }

    private void accept(Message message) {
        Weather weather = broker.weather();
        if (message.persistent()) {
            broker.route(owner, message);
            if (weather.repeated()) {
                later(message, 10 * weather.delay());
            }
            return;
        }
        if (weather.lost()) {
            return;
        }
        String address = message.address().name();
        long now = broker.timeline().now();
        long arrival = now + weather.delay();
        if (!weather.reordered()) {
            arrival = Math.max(arrival, lastArrivals.getOrDefault(address, 0L));
            lastArrivals.put(address, arrival);
        }
        later(message, arrival - now);
        if (weather.repeated()) {
            later(message, arrival - now + 10 * weather.delay());
        }
    }

    /// What is on its way when its connection ends is lost with it.
    private void later(Message message, long delay) {
        int life = broker.life();
        broker.timeline()
                .after(
                        delay,
                        () -> {
                            if (life == broker.life() && (!closed && speaks())) {
                                broker.route(owner, message);
                            }
                        });
    }

    private void alive() {
        if (closed || !owner.runs()) {
            throw new LinkException("the link is closed", null);
        }
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        alive();
        if (!connected || speechCut || hearingCut) {
            throw new LinkException("the broker is away", null);
        }
        var reader = new Reader<>(broker, this, source, handler);
        reader.attach();
        readers.add(reader);
        return reader;
    }

    void closed(Reader<?> reader) {
        readers.remove(reader);
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        alive();
        var one = new Watching(departed);
        watching.add(one);
        return () -> watching.remove(one);
    }

    /// The broker says that a node left; who fails on it is told again.
    void departed(NodeId node) {
        if (!connected || closed) {
            return;
        }
        for (Watching one : watching) {
            tell(one, node, broker.weather().delay());
        }
    }

    private void tell(Watching one, NodeId node, long delay) {
        broker.timeline()
                .after(
                        delay,
                        () -> {
                            if (!hears() || !watching.contains(one)) {
                                return;
                            }
                            try {
                                one.departed().accept(node);
                                broker.tap().departed(owner, node, owner.runs());
                            } catch (RuntimeException | Owner.Died failed) {
                                broker.tap().departed(owner, node, false);
                                tell(one, node, broker.weather().pause());
                            }
                            if (owner.runs()) {
                                owner.acted();
                            }
                        });
    }

    /// Cuts the link: what the party says, what it hears, or both.
    public void cut(boolean speech, boolean hearing) {
        speechCut = speech;
        hearingCut = hearing;
        wake();
    }

    /// Whether the broker still gets signs of life on this connection.
    public boolean isQuiet() {
        return speechCut || owner.hangs();
    }

    /// Looks at all queues again, as after the party stood still.
    public void wake() {
        List.copyOf(readers).forEach(Reader::wake);
    }

    /// The connection is lost; the link tries to get another until it has one.
    public void disconnect() {
        if (!connected) {
            return;
        }
        connected = false;
        readers.forEach(Reader::detach);
        broker.timeline().after(broker.weather().pause(), this::reconnect);
    }

    private void reconnect() {
        if (closed || connected) {
            return;
        }
        if (!broker.isUp() || speechCut || hearingCut || owner.hangs() || taken()) {
            broker.timeline().after(broker.weather().pause(), this::reconnect);
            return;
        }
        connected = true;
        readers.forEach(Reader::attach);
    }

    private boolean taken() {
        return readers.stream().anyMatch(reader -> broker.isTaken(reader.source()));
    }

    @Override
    public void close() {
        closed = true;
        connected = false;
        watching.clear();
        List.copyOf(readers).forEach(Reader::close);
        broker.closed(this);
    }
}
