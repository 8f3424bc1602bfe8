package mesh.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// How long a disk takes to have something for certain.
public final class DiskSync {
    private static final int BYTES = 4096;
    private static final int TIMES = 200;
    private static final int WARM_UP = 20;
    private static final double NANOS_A_MILLI = 1e6;

    private DiskSync() {}

    /// The median of 200 writes of 4 KiB, each followed by fdatasync, over a file that is there
    /// already, as a journal is.
    ///
    /// @param directory on that disk
    public static double medianMillis(Path directory) {
        Path file = directory.resolve("sync");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var nanos = new long[TIMES];
            channel.write(ByteBuffer.allocate(BYTES * (WARM_UP + TIMES)), 0);
            channel.force(true);
            for (int i = -WARM_UP; i < TIMES; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES), (long) BYTES * (i + WARM_UP));
                channel.force(false);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(nanos);
            Files.delete(file);
            return nanos[TIMES / 2] / NANOS_A_MILLI;
        } catch (IOException failed) {
            throw new UncheckedIOException("nothing can be written to " + directory, failed);
        }
    }
}
