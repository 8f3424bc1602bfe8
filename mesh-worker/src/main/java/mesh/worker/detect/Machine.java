package mesh.worker.detect;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import mesh.protocol.needs.Capabilities;

/// What the Java virtual machine knows of the machine, within the limits of the container that it
/// runs in.
///
/// @param bytes of memory
/// @param os as Java names it, such as `Linux` or `Mac OS X`
/// @param arch as Java names it, such as `amd64` or `aarch64`
/// @param java the feature number
record Machine(int cores, long bytes, String os, String arch, int java) {
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    static Machine detect() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version().feature());
    }

    Capabilities capabilities() {
        return new Capabilities(
                Map.of(
                        "cores",
                        Integer.toString(cores),
                        "memory",
                        memory(bytes),
                        "os",
                        system(os),
                        "arch",
                        architecture(arch),
                        "java",
                        Integer.toString(java)));
    }

    /// Whole gibibytes where it is that, whole mebibytes below otherwise.
    static String memory(long bytes) {
        return bytes >= GIBI && bytes % GIBI == 0 ? bytes / GIBI + "GiB" : bytes / MEBI + "MiB";
    }

    private static String system(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac")) {
            return "macos";
        }
        return lower.startsWith("windows") ? "windows" : lower;
    }

    /// One word for each, whichever of its names Java uses.
    private static String architecture(String name) {
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }
}
