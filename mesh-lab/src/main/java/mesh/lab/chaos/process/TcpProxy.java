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
import mesh.lab.process.Ports;

/// Stands between one node and its broker, on loopback, and can cut and delay what passes.
///
/// While a way is cut, what was sent on it is held back, also the end of a connection and the
/// beginning of a new one, and passes when the cut heals: that is what TCP makes of a network that
/// loses everything for a while. A flapping line resets every connection four times a second.
public final class TcpProxy implements AutoCloseable {
    private static final Duration FLAP = Duration.ofMillis(250);

    private final int target;
    private final int port = Ports.free();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Weather weather = new Weather();
    private ServerSocket server;
    private Thread acceptor;
    private boolean closed;

    /// @param target the broker's port on loopback; nobody need listen there yet
    public TcpProxy(int target) {
        this.target = target;
        listen();
        Thread.ofVirtual().name("flap-" + port).start(this::flap);
    }

    public int port() {
        return port;
    }

    /// From now on nobody listens here, as where a broker is down: who comes is refused at once,
    /// and not let in only to be sent away.
    public synchronized void refuse() {
        try {
            server.close();
            // The port is free only when whoever waits at it has left.
            acceptor.join();
        } catch (IOException unwilling) {
            // It listens to nobody any more.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Listens, where it does not.
    public synchronized void listen() {
        if (closed || server != null && !server.isClosed()) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
            server = opened;
            acceptor = Thread.ofVirtual().name("proxy-" + port).start(() -> accept(opened));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no proxy can listen", impossible);
        }
    }

    private synchronized boolean closed() {
        return closed;
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

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket node = from.accept();
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
            if (closed()) {
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
        boolean goesOn = true;
        while (goesOn && !closed()) {
            goesOn = weather.flap(FLAP, () -> passages.forEach(Passage::reset));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            refuse();
        }
        weather.end();
        passages.forEach(Passage::reset);
    }
}
