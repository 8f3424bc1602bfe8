package mesh.artemis.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.core.server.ServiceRegistry;

/// The threads that do the broker's work: no more than there are processors while all goes well,
/// and more as soon as nothing is finished any more.
///
/// The broker does its work in very many small tasks, and on its own pools, of up to thirty
/// threads, a thread is woken for each, which costs more than most tasks; of few one is mostly
/// awake when the next task comes. But some tasks wait for the disk, or for another task: few
/// threads alone would stand still then, some of them for ever.
final class Hands implements AutoCloseable {
    /// So many more than processors at the most; the broker's own pool has thirty.
    private static final int MOST_MORE = 64;

    /// A task that waits so long for a thread, while none ends, gets a new one.
    static final Duration LOOK = Duration.ofMillis(50);

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final int few;
    private final ThreadPoolExecutor pool;
    private final Thread watch;
    private long finished;

    /// Whether nobody looks, until a task waits.
    private volatile boolean rests;

    /// @param few how many there are while all goes well
    Hands(String name, int few) {
        this.few = few;
        pool =
                new ThreadPoolExecutor(
                        few,
                        few + MOST_MORE,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedTransferQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
        watch = Thread.ofPlatform().daemon().name(name + "-watch").start(this::watch);
    }

    /// As many as there are processors, two at least.
    static Hands ofMachine(String name) {
        return new Hands(name, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /// Lets a broker that has not started use them, for all that it does.
    void use(ServiceRegistry registry) {
        registry.setExecutorService(shared());
        registry.setIOExecutorService(shared());
        registry.setPageExecutorService(shared());
    }

    /// How many threads there may be now.
    int count() {
        return pool.getCorePoolSize();
    }

    /// Whether nobody looks at them now, as no task waits.
    boolean isAtRest() {
        return rests;
    }

    private void watch() {
        try {
            while (!pool.awaitTermination(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                if (!look()) {
                    rest();
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /// More where tasks wait and none has ended since this was looked at last; as few as before
    /// where none waits.
    ///
    /// @return whether tasks wait
    private boolean look() {
        long now = pool.getCompletedTaskCount();
        int count = count();
        boolean waiting = !pool.getQueue().isEmpty();
        if (!waiting) {
            if (count > few) {
                pool.setCorePoolSize(few);
            }
        } else if (now == finished && count < few + MOST_MORE) {
            pool.setCorePoolSize(Math.min(count + few, few + MOST_MORE));
        }
        finished = now;
        return waiting;
    }

    /// Until a task waits: a broker that has little to do wakes nobody to see that.
    private void rest() {
        rests = true;
        while (rests && pool.getQueue().isEmpty() && !pool.isShutdown()) {
            LockSupport.park(this);
        }
        rests = false;
    }

    private void execute(Runnable task) {
        pool.execute(task);
        if (rests && !pool.getQueue().isEmpty()) {
            rests = false;
            LockSupport.unpark(watch);
        }
    }

    /// Ends them once what waits is done, or after a while: a disk may hold some of it for ever.
    @Override
    public void close() {
        pool.shutdown();
        LockSupport.unpark(watch);
        try {
            if (!pool.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /// One of the executors that a broker has. It shuts them down while it stops, one before the
    /// other; all of them end when the broker has stopped.
    ExecutorService shared() {
        return new Shared();
    }

    private final class Shared extends AbstractExecutorService {
        private volatile boolean shut;

        @Override
        public void execute(Runnable task) {
            Hands.this.execute(task);
        }

        @Override
        public void shutdown() {
            shut = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shut = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shut;
        }

        @Override
        public boolean isTerminated() {
            return shut;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shut;
        }
    }
}
