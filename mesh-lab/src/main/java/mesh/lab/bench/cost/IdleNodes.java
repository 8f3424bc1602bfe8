package mesh.lab.bench.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.lab.process.Timing;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;

/// Very many nodes in this process, as far as a mesh sees of them while there is nothing to do:
/// each has its queue of assignments, listens to what it is told, and says that it is there. They
/// share one connection to the broker.
final class IdleNodes implements AutoCloseable {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    Map.of("os", "linux", "cores", "8", "memory", "16GiB", "type_noop", "true"));
    private static final int SLOTS = 4;

    private final Link link;
    private final List<NodeId> names = new ArrayList<>();
    private final CountDownLatch heard = new CountDownLatch(1);
    private final Thread pulse;
    private volatile boolean closed;

    private IdleNodes(Link link, int nodes) {
        this.link = link;
        for (int node = 1; node <= nodes; node++) {
            names.add(new NodeId("idle-" + node));
        }
        this.pulse = Thread.ofPlatform().daemon().name("idle-nodes").unstarted(this::beat);
    }

    /// Returns when all of them are there and have said so.
    static IdleNodes join(LinkConfiguration broker, int nodes) throws InterruptedException {
        var all = new IdleNodes(ArtemisLink.connect(broker), nodes);
        for (NodeId node : all.names) {
            all.link.subscribe(Source.assignments(node, CAPABILITIES), _ -> List.of());
            all.link.subscribe(Source.control(node), _ -> List.of());
        }
        all.pulse.start();
        all.heard.await();
        return all;
    }

    /// At first all at once, then spread over the time between two of a node's, as nodes that know
    /// nothing of each other are.
    private void beat() {
        try {
            for (NodeId node : names) {
                link.send(List.of(heartbeat(node, 1)));
            }
            heard.countDown();
            long between = Limits.HEARTBEAT.toNanos() / names.size();
            long due = System.nanoTime();
            for (long sequence = 2; !closed; sequence++) {
                for (NodeId node : names) {
                    Timing.awaitNanoTime(due);
                    link.send(List.of(heartbeat(node, sequence)));
                    due += between;
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (LinkException ended) {
            // Where it is closed while one is sent.
            if (!closed) {
                throw ended;
            }
        }
    }

    private static Heartbeat heartbeat(NodeId node, long sequence) {
        return new Heartbeat(
                node,
                "bench",
                sequence,
                CAPABILITIES,
                SLOTS,
                0,
                false,
                StandingBid.FREE,
                List.of(),
                "bench");
    }

    @Override
    public void close() {
        closed = true;
        pulse.interrupt();
        link.close();
    }
}
