package mesh.cli.run;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import mesh.cli.UserException;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;

/// A directory of its own for a mesh that is there for a minute, so that it never meets another.
public record Scratch(Path path, String prefix) implements AutoCloseable {

    private static final String BROKER = "broker";

    /// Makes one under the system's directory for such.
    ///
    /// @param command whose mesh it is; its name begins with `mesh-` and that
    public static Scratch make(String command) {
        return make(Path.of(System.getProperty("java.io.tmpdir")), command);
    }

    /// Makes one, and deletes those of earlier runs of the same command that were killed and could
    /// not do it themselves.
    ///
    /// @param temporary where all of them are
    public static Scratch make(Path temporary, String command) {
        String prefix = "mesh-" + command + "-";
        try {
            Path path = Files.createTempDirectory(temporary, prefix).toRealPath();
            var made = new Scratch(path, prefix);
            made.sweep(temporary);
            return made;
        } catch (IOException impossible) {
            throw UserException.failed(
                    "no temporary directory can be made: " + impossible.getMessage(), impossible);
        }
    }

    private void sweep(Path temporary) {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(temporary, prefix + "*")) {
            for (Path other : others) {
                if (isAbandoned(other)) {
                    new Scratch(other, prefix).close();
                }
            }
        } catch (IOException | DirectoryIteratorException unwilling) {
            // Whatever is left there costs this run nothing.
        }
    }

    /// Whether a mesh of the same user left it: its broker once had the lock, which names the
    /// process, and nobody has it now. A mesh that has not come so far yet has no such file.
    private boolean isAbandoned(Path other) throws IOException {
        Path lock = other.resolve(BROKER + ".lock");
        if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(other).equals(Files.getOwner(path))
                || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
                || Files.size(lock) == 0) {
            return false;
        }
        try (var _ = RoleLock.take(new DataDirectory(other), BROKER)) {
            return true;
        } catch (UserException alive) {
            return false;
        }
    }

    /// Deletes it with everything in it. What cannot be deleted stays.
    @Override
    public void close() throws IOException {
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failed)
                            throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
