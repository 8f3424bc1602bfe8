package mesh.lab.process;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// CPU time that processes have used, in user and system mode.
public final class CpuTime {
    private CpuTime() {}

    /// Zero where the system does not tell.
    public static Duration ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean more
                ? Duration.ofNanos(more.getProcessCpuTime())
                : Duration.ZERO;
    }

    /// In steps of the system's clock tick, mostly 10 ms; zero where the process is gone.
    public static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}
