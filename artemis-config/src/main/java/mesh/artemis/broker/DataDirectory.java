package mesh.artemis.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The broker's directory, held by a lock on a file in it. The broker's own lock would wait for the
/// other process without a word; this one says at once that there is another.
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// @throws BrokerException when another process has it, or it cannot be written to
    static DataDirectory hold(Path data) {
        Path path = data.resolve("broker").toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new BrokerException(
                        "the data directory "
                                + data
                                + " is in use by another mesh; stop it, or use another --data",
                        null);
            }
            return new DataDirectory(path, channel);
        } catch (IOException cannotWrite) {
            throw new BrokerException(
                    "the data directory "
                            + data
                            + " cannot be written to ("
                            + cannotWrite.getClass().getSimpleName()
                            + "); change its owner or mode, or use another --data",
                    cannotWrite);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed, or this process ends in whatever way.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            throw new BrokerException("the data directory cannot be released", alreadyGone);
        }
    }
}
