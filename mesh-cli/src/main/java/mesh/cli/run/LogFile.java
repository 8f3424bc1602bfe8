package mesh.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import mesh.cli.place.OwnerOnly;

/// A log in a file that never grows beyond a bound: when it is full it becomes `NAME.1`, the one
/// before `NAME.2`, and the oldest is lost.
final class LogFile extends Handler {
    private final Path path;
    private final long mostBytes;
    private final int kept;
    private OutputStream stream;
    private long bytes;

    /// @param mostBytes of one file
    /// @param kept how many full ones stay
    LogFile(Path path, long mostBytes, int kept, Formatter formatter) throws IOException {
        this.path = path;
        this.mostBytes = mostBytes;
        this.kept = kept;
        setFormatter(formatter);
        open();
    }

    private void open() throws IOException {
        if (!Files.exists(path)) {
            // What jobs do is told here, and that is their owner's alone.
            Files.createFile(path, OwnerOnly.file());
        }
        stream = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bytes = Files.size(path);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (!isLoggable(entry) || stream == null) {
            return;
        }
        try {
            byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
            if (bytes > 0 && bytes + line.length > mostBytes) {
                rotate();
            }
            stream.write(line);
            bytes += line.length;
        } catch (IOException full) {
            // No stack trace: whoever reads the screen needs to know which file and why.
            reportError(
                    "the log %s cannot be written: %s".formatted(path, full.getMessage()),
                    null,
                    ErrorManager.WRITE_FAILURE);
        }
    }

    private void rotate() throws IOException {
        stream.close();
        for (int age = kept; age > 0; age--) {
            Path younger = age == 1 ? path : aged(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, aged(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        open();
    }

    private Path aged(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }

    @Override
    public void flush() {
        // Every line is with the operating system as soon as it is written.
    }

    @Override
    public synchronized void close() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException gone) {
            reportError("the log " + path + " cannot be closed", gone, ErrorManager.CLOSE_FAILURE);
        } finally {
            stream = null;
        }
    }
}
