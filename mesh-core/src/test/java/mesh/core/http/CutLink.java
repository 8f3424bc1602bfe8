package mesh.core.http;

import java.util.List;
import java.util.function.Consumer;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// A link through which nothing can be sent once it is cut, as where the broker is away.
final class CutLink implements Link {
    private final Link real;
    private volatile boolean cut;

    CutLink(Link real) {
        this.real = real;
    }

    void cut() {
        cut = true;
    }

    @Override
    public void send(List<? extends Message> messages) {
        if (cut) {
            throw new LinkException("the broker is away", null);
        }
        real.send(messages);
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        return real.subscribe(source, handler);
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        return real.watchDepartures(departed);
    }

    @Override
    public void close() {
        real.close();
    }
}
