package mesh.core.http;

import com.sun.management.OperatingSystemMXBean;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/// What a monitor wants to know of any Java program: memory, threads, collections, load.
final class JvmMeters {
    private static final double NANOS = 1e9;

    private JvmMeters() {}

    static void register(MeterRegistry registry) {
        var memory = ManagementFactory.getMemoryMXBean();
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        gauge(registry, "jvm_memory_heap_used_bytes", () -> memory.getHeapMemoryUsage().getUsed());
        gauge(registry, "jvm_memory_heap_max_bytes", () -> memory.getHeapMemoryUsage().getMax());
        gauge(
                registry,
                "jvm_memory_nonheap_used_bytes",
                () -> memory.getNonHeapMemoryUsage().getUsed());
        gauge(registry, "jvm_threads", () -> ManagementFactory.getThreadMXBean().getThreadCount());
        gauge(
                registry,
                "process_uptime_seconds",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        gauge(registry, "process_cpu_usage", system::getProcessCpuLoad);
        gauge(registry, "process_cpu_seconds", () -> system.getProcessCpuTime() / NANOS);
        registry.getOrCreate(
                FunctionalCounter.builder(
                        "jvm_gc_collections",
                        registry,
                        _ ->
                                ManagementFactory.getGarbageCollectorMXBeans().stream()
                                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                                        .filter(count -> count > 0)
                                        .sum()));
    }

    private static void gauge(MeterRegistry registry, String name, Supplier<Number> figure) {
        registry.getOrCreate(Gauge.builder(name, registry, _ -> figure.get().doubleValue()));
    }
}
