package mesh.lab.bench.cost;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import mesh.lab.process.Timing;

/// What this machine takes to touch memory that was left alone for a while. On a virtual machine
/// whose host looks through memory for what is not used, or is a virtual machine itself, some pages
/// take hundreds of microseconds then: and whatever wakes now and then touches thousands.
final class ColdMemory {
    private static final int PAGE = 4096;
    private static final int PAGES = 4096;
    private static final double NANOS_A_MICRO = 1e3;

    /// As long as it is between two heartbeats, when a mesh wakes that has nothing to do.
    private static final Duration ALONE = Duration.ofSeconds(5);

    private ColdMemory() {}

    /// Microseconds for the first touch of a page, on average.
    static double microsOfAPage() throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) PAGES * PAGE, PAGE);
            touch(memory);
            Timing.pause(ALONE);
            long begin = System.nanoTime();
            touch(memory);
            return (System.nanoTime() - begin) / NANOS_A_MICRO / PAGES;
        }
    }

    private static void touch(MemorySegment memory) {
        for (long page = 0; page < PAGES; page++) {
            long at = page * PAGE;
            memory.set(
                    ValueLayout.JAVA_BYTE, at, (byte) (memory.get(ValueLayout.JAVA_BYTE, at) + 1));
        }
    }
}
