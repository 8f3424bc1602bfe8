package mesh.core.http.edge;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import mesh.protocol.Rhythm;

/// Looks at all connections now and then: ends those that are overdue, and has those listened to
/// whose answer takes long. Where there is no connection nobody looks.
final class Watch implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /// How often it is looked while a client may be silent.
    private static final int LOOKS = 4;

    private final Connections connections;
    private final Clock clock;
    private final Duration pause;
    private final Rhythm rhythm;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    Watch(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
        Duration part = connections.bounds().patience().dividedBy(LOOKS);
        this.pause = part.compareTo(LONGEST) < 0 ? part : LONGEST;
        this.rhythm = new Rhythm(pause);
        clock.look();
        this.thread = Thread.ofPlatform().daemon().name("mesh-http-watch").start(this::run);
    }

    private void run() {
        while (!closed) {
            if (connections.count() == 0) {
                asleep = true;
                if (connections.count() == 0 && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
            } else {
                LockSupport.parkNanos(this, rhythm.untilNext().toNanos());
                connections.look(clock.look(), pause.toNanos() / 2);
            }
        }
    }

    /// There may be the first connection.
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
