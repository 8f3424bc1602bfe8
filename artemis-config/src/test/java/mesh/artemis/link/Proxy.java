package mesh.artemis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A network that can be broken, between a party and its broker. What is sent into a direction that
/// is cut waits, as it would in a sender's machine that repeats its packets; so does the end of a
/// connection.
final class Proxy implements AutoCloseable {

    /// Seen from the party.
    enum Way {
        TO_BROKER,
        FROM_BROKER
    }

    private record Piece(byte[] bytes, long due) {}

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> parties = new CopyOnWriteArrayList<>();
    private final List<Socket> brokers = new CopyOnWriteArrayList<>();
    private final Set<Way> cut = EnumSet.noneOf(Way.class);
    private volatile Duration delay = Duration.ZERO;

    Proxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    String url() {
        return "tcp://127.0.0.1:" + listening.getLocalPort();
    }

    synchronized void cut(Set<Way> ways) {
        cut.addAll(ways);
    }

    synchronized void heal() {
        cut.clear();
        notifyAll();
    }

    void delay(Duration eachWay) {
        delay = eachWay;
    }

    /// The parties see their connections end, and the broker sees nothing: its ends stay open and
    /// silent, and new connections work.
    void loseInSilence() throws IOException {
        for (Socket party : parties) {
            parties.remove(party);
            party.close();
        }
    }

    private void listen() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException closed) {
            // The end of the test, or of the broker.
        }
    }

    private void connect(Socket party) throws IOException {
        Socket broker;
        try {
            broker = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException away) {
            party.close();
            return;
        }
        party.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        parties.add(party);
        brokers.add(broker);
        pump(party, broker, Way.TO_BROKER);
        pump(broker, party, Way.FROM_BROKER);
    }

    private void pump(Socket from, Socket to, Way way) {
        var pieces = new LinkedBlockingQueue<Piece>();
        Thread.ofVirtual().start(() -> take(from, pieces));
        Thread.ofVirtual().start(() -> give(to, pieces, way));
    }

    private void take(Socket from, BlockingQueue<Piece> pieces) {
        var buffer = new byte[64 * 1024];
        try (InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pieces.add(piece(Arrays.copyOf(buffer, read)));
            }
        } catch (IOException lost) {
            if (!parties.contains(from) && !brokers.contains(from)) {
                return; // lost in silence
            }
        }
        pieces.add(piece(new byte[0]));
    }

    private Piece piece(byte[] bytes) {
        return new Piece(bytes, System.nanoTime() + delay.toNanos());
    }

    private void give(Socket to, BlockingQueue<Piece> pieces, Way way) {
        try (to;
                OutputStream out = to.getOutputStream()) {
            while (true) {
                Piece piece = pieces.take();
                long early = piece.due() - System.nanoTime();
                if (early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                }
                awaitWhole(way);
                if (piece.bytes().length == 0) {
                    return;
                }
                out.write(piece.bytes());
            }
        } catch (IOException | InterruptedException lost) {
            // Its other end is gone.
        }
    }

    private synchronized void awaitWhole(Way way) throws InterruptedException {
        while (cut.contains(way)) {
            wait();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        heal();
        for (Socket each : parties) {
            each.close();
        }
        for (Socket each : brokers) {
            each.close();
        }
    }
}
