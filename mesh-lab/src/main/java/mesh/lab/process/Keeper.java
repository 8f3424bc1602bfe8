package mesh.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Looks after a process that was stopped: should the one that stopped it be killed before it lets
/// it go on, a stopped process would stay for ever, as it cannot see that it is left alone. This
/// one lets it go on then.
final class Keeper implements AutoCloseable {
    private static final String KEEP =
            "while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; kill -CONT \"$2\"";

    private final Process process;

    /// @param owner the process that stopped the other
    /// @param stopped the process that was stopped
    Keeper(long owner, long stopped) {
        try {
            process =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    KEEP,
                                    "keeper",
                                    Long.toString(owner),
                                    Long.toString(stopped))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("nobody can look after what is stopped", failed);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
