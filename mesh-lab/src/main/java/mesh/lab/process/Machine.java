package mesh.lab.process;

import java.lang.management.ManagementFactory;

/// Where a run was measured.
///
/// @param load the average of the last minute at the end of the run; below 0 where it is not known
public record Machine(String system, String java, int cores, long memoryMiB, double load) {
    private static final int MIB = 1 << 20;

    public static Machine now() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long memory =
                system instanceof com.sun.management.OperatingSystemMXBean more
                        ? more.getTotalMemorySize() / MIB
                        : 0;
        return new Machine(
                "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
                Runtime.version().toString(),
                system.getAvailableProcessors(),
                memory,
                system.getSystemLoadAverage());
    }

    /// In one line, for people.
    public String text() {
        return "%s, Java %s, %d cores, %d MiB, load average %.1f"
                .formatted(system, java, cores, memoryMiB, load);
    }
}
