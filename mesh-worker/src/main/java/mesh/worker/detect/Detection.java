package mesh.worker.detect;

import mesh.protocol.needs.Capabilities;

/// Finds out what the machine is.
public final class Detection {
    private Detection() {}

    /// `cores`, `memory`, `os`, `arch`, `java`, and where there is a card `gpu` (how many),
    /// `gpu_name` and `gpu_memory`. What cannot be found is left out.
    public static Capabilities detect() {
        return Machine.detect()
                .capabilities()
                .with(Gpu.detect().map(Gpu::capabilities).orElse(Capabilities.NONE));
    }
}
