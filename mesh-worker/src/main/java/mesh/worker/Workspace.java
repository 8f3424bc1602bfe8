package mesh.worker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import mesh.protocol.message.AttemptRef;

/// A directory for one run of the node, with a directory in it for each attempt that asks.
///
/// Beside it lies a file that the node's process holds locked: what a killed node left behind is
/// known by its lock being free, and is deleted by the next node that starts there.
final class Workspace implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workspace.class.getName());
    private static final String LOCK = ".lock";

    /// This very process, as no earlier one is called. Its own lock files are never opened to see
    /// whether they are locked: closing them would set the lock free (POSIX).
    private static final String OURS =
            "run-%d-%d-"
                    .formatted(
                            ProcessHandle.current().pid(),
                            ProcessHandle.current()
                                    .info()
                                    .startInstant()
                                    .map(start -> start.toEpochMilli())
                                    .orElse(0L));

    private final Path root;
    private final Path lockFile;
    private final FileChannel lock;

    private Workspace(Path root, Path lockFile, FileChannel lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static Workspace open(Path directory) throws IOException {
        Files.createDirectories(directory);
        sweep(directory);
        String name = OURS + UUID.randomUUID();
        Path lockFile = directory.resolve(name + LOCK).toAbsolutePath();
        FileChannel lock =
                FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException("another node took the lock of " + lockFile + "; start again");
        }
        return new Workspace(Files.createDirectory(lockFile.resolveSibling(name)), lockFile, lock);
    }

    Path make(AttemptRef attempt) throws IOException {
        return Files.createTempDirectory(root, attempt.job() + "-" + attempt.attempt() + "-");
    }

    private static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, "run-*" + LOCK)) {
            for (Path lockFile : locks) {
                if (!lockFile.getFileName().toString().startsWith(OURS) && free(lockFile)) {
                    String name = lockFile.getFileName().toString();
                    delete(
                            lockFile.resolveSibling(
                                    name.substring(0, name.length() - LOCK.length())));
                    Files.deleteIfExists(lockFile);
                }
            }
        }
    }

    private static boolean free(Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException _) {
            return false; // another node swept it
        }
    }

    /// Deletes a directory with all that is in it, following no links, as far as that is allowed.
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException left) {
            LOG.log(Level.WARNING, "{0} could not be deleted whole: {1}", directory, left);
        }
    }

    @Override
    public void close() {
        delete(root);
        try {
            lock.close();
            Files.deleteIfExists(lockFile);
        } catch (IOException left) {
            LOG.log(Level.WARNING, "{0} could not be deleted: {1}", lockFile, left);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // A program may have shut itself out; the owner may still let itself in.
            var file = directory.toFile();
            if (!(file.setReadable(true) && file.setWritable(true) && file.setExecutable(true))) {
                LOG.log(Level.DEBUG, "{0} is not ours to open", directory);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failed)
                throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
