package mesh.lab.chaos.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mesh.lab.process.Timing;

/// One connection through a proxy: two directions, each with what is on its way.
final class Passage {
    private static final int CHUNK = 16 << 10;
    private static final int CHUNKS_ON_THE_WAY = 256;
    private static final byte[] END = {};

    /// Bytes that arrive at this time of {@link System#nanoTime}; none for the end.
    private record Chunk(byte[] bytes, long due) {}

    private final Socket node;
    private final Socket broker;
    private final Weather weather;
    private final Consumer<Passage> ended;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Passage(Socket node, Socket broker, Weather weather, Consumer<Passage> ended) {
        this.node = node;
        this.broker = broker;
        this.weather = weather;
        this.ended = ended;
    }

    void start() {
        direction(node, broker, true);
        direction(broker, node, false);
    }

    private void direction(Socket from, Socket to, boolean toBroker) {
        var onTheWay = new ArrayBlockingQueue<Chunk>(CHUNKS_ON_THE_WAY);
        Thread taking = Thread.ofVirtual().start(() -> take(from, onTheWay));
        Thread.ofVirtual().start(() -> give(onTheWay, to, toBroker, taking));
    }

    private void take(Socket from, BlockingQueue<Chunk> onTheWay) {
        try {
            try {
                InputStream in = from.getInputStream();
                var buffer = new byte[CHUNK];
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    onTheWay.put(new Chunk(Arrays.copyOf(buffer, read), due()));
                }
            } catch (IOException reset) {
                // The other side hears of it like of any other end.
            }
            onTheWay.put(new Chunk(END, due()));
        } catch (InterruptedException overThere) {
            Thread.currentThread().interrupt();
        }
    }

    private long due() {
        return System.nanoTime() + weather.delay().toNanos();
    }

    private void give(BlockingQueue<Chunk> onTheWay, Socket to, boolean toBroker, Thread taking) {
        try {
            while (true) {
                Chunk chunk = onTheWay.take();
                Timing.awaitNanoTime(chunk.due());
                weather.awaitPassage(toBroker);
                if (chunk.bytes() == END) {
                    break;
                }
                to.getOutputStream().write(chunk.bytes());
            }
        } catch (IOException gone) {
            taking.interrupt();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        // Both sides of the broker's protocol close together: a half-open line is of no use. What
        // was written is still read there, as after the end of a process.
        close(node);
        close(broker);
        end();
    }

    /// Ends it at once, for both sides.
    void reset() {
        reset(node);
        reset(broker);
        end();
    }

    private void end() {
        if (open.getAndSet(false)) {
            ended.accept(this);
        }
    }

    static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException gone) {
            // Closed below all the same.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }
}
