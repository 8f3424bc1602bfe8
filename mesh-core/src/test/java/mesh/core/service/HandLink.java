package mesh.core.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// A link without a broker: a test brings what arrives, there and then, and sees what was sent.
final class HandLink implements Link {
    private final InstantSource clock;
    private final Map<Address<?>, Consumer<Message>> readers = new HashMap<>();
    private Consumer<NodeId> departures = _ -> {};
    final List<Message> sent = new ArrayList<>();
    boolean connected = true;

    HandLink(InstantSource clock) {
        this.clock = clock;
    }

    /// Brings a record to whoever reads its address.
    ///
    /// @throws RuntimeException when the reader does not take it; it is to come again
    void bring(Message message) {
        readers.get(message.address()).accept(message);
    }

    void depart(NodeId node) {
        departures.accept(node);
    }

    /// What was sent of a kind, which is then forgotten.
    <M extends Message> List<M> taken(Class<M> kind) {
        List<M> taken = sent.stream().filter(kind::isInstance).map(kind::cast).toList();
        sent.removeAll(taken);
        return taken;
    }

    @Override
    public void send(List<? extends Message> messages) {
        sent.addAll(messages);
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        Class<M> type = source.address().type();
        readers.put(
                source.address(),
                message ->
                        sent.addAll(
                                handler.handle(
                                        List.of(
                                                new Delivery<>(
                                                        type.cast(message), clock.instant())))));
        return () -> readers.remove(source.address());
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        departures = departed;
        return () -> departures = _ -> {};
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        readers.clear();
    }
}
