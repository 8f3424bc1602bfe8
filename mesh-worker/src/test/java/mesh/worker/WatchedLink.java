package mesh.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;

/// A link whose broker is away for sending when the test says so, and that knows in which order
/// everything but heartbeats was sent.
final class WatchedLink implements Link {
    private final Link link;
    final List<Message> sent = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile boolean unreachable;
    volatile int refused;
    volatile Error failure;
    volatile Runnable returned;

    WatchedLink(Link link) {
        this.link = link;
    }

    @Override
    public void send(List<? extends Message> messages) {
        if (away) {
            refused = refused + 1;
            if (failure != null) {
                throw failure;
            }
            throw new LinkException("the broker is away", null);
        }
        link.send(messages);
        messages.stream().filter(one -> !(one instanceof Heartbeat)).forEach(sent::add);
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        if (unreachable) {
            throw new LinkException("the broker is away", null);
        }
        return link.subscribe(source, handler);
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        return link.watchDepartures(departed);
    }

    @Override
    public void onReturn(Runnable returned) {
        this.returned = returned;
    }

    @Override
    public void close() {
        link.close();
    }
}
