package mesh.cli.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mesh.protocol.Rhythm;

/// Tells Linux not to take the processor from one thread of a busy mesh for another that has just
/// been woken (`SCHED_BATCH`, sched(7)): whoever wakes another, and most do for each batch, goes on
/// until it has to wait. That is a tenth to a fifth less latency and 5 to 7 % less CPU.
///
/// A mesh that shares its processors would wait for the others' slices then, for three times the
/// latency, so threads are scheduled as usual while other processes are busy: programs that jobs
/// run, too. Where it is not possible nothing happens.
final class Scheduling {
    private static final Logger LOG = Logger.getLogger(Scheduling.class.getName());

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Duration LOOK = Duration.ofSeconds(5);

    /// Shares of all processors. Below this one it does not matter how a mesh is scheduled.
    private static final double BUSY = 0.05;

    /// Others that take less than this do not matter, and still not until they take the next.
    private static final double LITTLE = 0.20;

    private static final double MUCH = 0.30;

    /// With this the mesh's own threads are those that others would wait for: handlers that
    /// compute.
    private static final double ALL = 0.95;

    /// As Linux numbers them.
    enum Policy {
        NORMAL(0),
        BATCH(3);

        private final int number;

        Policy(int number) {
            this.number = number;
        }
    }

    private Scheduling() {}

    /// Looks again and again until the process shall end, and returns then.
    static void followLoad(CountDownLatch end) throws InterruptedException {
        if (Files.isDirectory(THREADS)
                && ManagementFactory.getOperatingSystemMXBean()
                        instanceof OperatingSystemMXBean system) {
            follow(system, LOOK, end);
        }
        end.await();
    }

    /// @param look from one look to the next
    static void follow(OperatingSystemMXBean system, Duration look, CountDownLatch end)
            throws InterruptedException {
        var rhythm = new Rhythm(look);
        Policy policy = Policy.NORMAL;
        long before = system.getProcessCpuTime();
        try {
            while (!end.await(rhythm.untilNext().toNanos(), TimeUnit.NANOSECONDS)) {
                long used = system.getProcessCpuTime();
                // Less of one processor is less of all. Both loads are those since they were asked
                // last, and read a dozen files, which an idle mesh leaves alone.
                if (used - before >= BUSY * look.toNanos()) {
                    double own = system.getProcessCpuLoad();
                    Policy next = next(policy, own, system.getCpuLoad() - own);
                    if (next != policy) {
                        change(policy, next);
                        policy = next;
                    }
                }
                before = used;
            }
        } catch (IOException | RuntimeException unable) {
            LOG.log(Level.FINE, "threads stay scheduled as they are", unable);
        }
    }

    /// What follows from who uses the processors.
    ///
    /// @param own the share of all processors that this process uses
    /// @param others what all others use; either is no number, or less than 0, where nobody knows
    static Policy next(Policy now, double own, double others) {
        if (own >= 0 && own < BUSY) {
            return now;
        }
        double most = now == Policy.BATCH ? MUCH : LITTLE;
        return own >= BUSY && own < ALL && others < most ? Policy.BATCH : Policy.NORMAL;
    }

    /// Changes all threads that are scheduled so, and with them those that they will start.
    static void change(Policy from, Policy to) throws IOException {
        MethodHandle get = SystemCalls.function("sched_getscheduler", ValueLayout.JAVA_INT);
        MethodHandle set =
                SystemCalls.function(
                        "sched_setscheduler",
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            // Their only parameter is a priority, of which neither has any.
            MemorySegment none = arena.allocate(ValueLayout.JAVA_INT);
            // Again while there are new ones: one that was not changed yet may have started
            // another.
            var seen = new HashSet<Integer>();
            boolean changed;
            do {
                changed = false;
                for (int thread : threads()) {
                    changed |=
                            seen.add(thread)
                                    && (int) get.invokeExact(thread) == from.number
                                    && (int) set.invokeExact(thread, to.number, none) == 0;
                }
            } while (changed);
        } catch (IOException | RuntimeException known) {
            throw known;
        } catch (Throwable unforeseen) {
            throw new IllegalStateException("the scheduler cannot be called", unforeseen);
        }
    }

    private static List<Integer> threads() throws IOException {
        try (Stream<Path> all = Files.list(THREADS)) {
            return all.map(path -> Integer.valueOf(path.getFileName().toString())).toList();
        }
    }
}
