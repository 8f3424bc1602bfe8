package mesh.lab.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mesh.lab.chaos.plan.Cut;

/// Stands between one node and its broker, on loopback, and can cut and delay what passes.
///
/// While a way is cut, what was sent on it is held back, also the end of a connection and the
/// beginning of a new one, and passes when the cut heals: that is what TCP makes of a network that
/// loses everything for a while. A flapping line resets every connection four times a second.
public final class TcpProxy implements AutoCloseable {
    private static final Duration FLAP = Duration.ofMillis(250);

    private final int target;
    private final ServerSocket server;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Weather weather = new Weather();

    /// @param target the broker's port on loopback; nobody need listen there yet
    public TcpProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException impossible) {
            throw new UncheckedIOException("no proxy can listen", impossible);
        }
        Thread.ofVirtual().name("proxy-" + server.getLocalPort()).start(this::accept);
        Thread.ofVirtual().name("flap-" + server.getLocalPort()).start(this::flap);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// From now on.
    public void cut(Cut cut) {
        weather.cut(cut);
    }

    /// From now on everything comes so much later.
    public void delay(Duration oneWay) {
        weather.delay(oneWay);
    }

    /// Everything passes again.
    public void heal() {
        weather.heal();
    }

    /// How many connections pass through it now.
    public int connections() {
        return passages.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket node = server.accept();
                Thread.ofVirtual().start(() -> connect(node));
            } catch (SocketException closing) {
                return;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void connect(Socket node) {
        var broker = new Socket();
        try {
            weather.awaitPassage(true);
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            node.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            weather.awaitPassage(false);
            var passage = new Passage(node, broker, weather, passages::remove);
            passages.add(passage);
            passage.start();
            if (server.isClosed()) {
                passage.reset();
            }
        } catch (IOException refused) {
            Passage.reset(node);
            Passage.reset(broker);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void flap() {
        while (!server.isClosed()) {
            if (!weather.awaitFlapping(FLAP)) {
                return;
            }
            passages.forEach(Passage::reset);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException unwilling) {
            // It listens to nobody any more.
        }
        weather.end();
        passages.forEach(Passage::reset);
    }
}
