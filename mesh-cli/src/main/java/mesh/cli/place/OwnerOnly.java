package mesh.cli.place;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps a mesh's files from everybody but their owner. Jobs' payloads and results are in the
/// store, in the broker's journal and in the log, and Java cannot set the process's umask; so what
/// keeps others out is the directory around them.
///
/// A file system that knows no such permissions is left as it is.
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /// What a mesh leaves in its data directory.
    private static final Pattern OURS =
            Pattern.compile(
                    "(credentials|endpoints)\\.json(\\.\\d+)?"
                            + "|core\\.db(-wal|-shm|-journal)?"
                            + "|broker|console|work"
                            + "|(broker|core|auction|credentials|endpoints)\\.lock"
                            + "|(mesh|broker|core|auction|worker-.+)\\.log(\\.\\d+)?");

    private OwnerOnly() {}

    /// What makes a new file its owner's alone from its first moment on.
    public static FileAttribute<?>[] file() {
        return attributes("rw-------");
    }

    static FileAttribute<?>[] directory() {
        return attributes("rwx------");
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        boolean known = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return known
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /// Closes a directory that there was already. The whole of it, where it is empty or holds a
    /// mesh and nothing else. One that holds other things, such as a home or the root of a volume,
    /// is not this program's to close: others may rely on a way into it. There, and where the
    /// directory is somebody else's, only the mesh's own files and folders are closed.
    static void protect(Path directory) throws IOException {
        var ours = new ArrayList<Path>();
        boolean alone = true;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean known = OURS.matcher(entry.getFileName().toString()).matches();
                alone &= known;
                if (known && !Files.isSymbolicLink(entry)) {
                    ours.add(entry);
                }
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        if (!alone || !restrict(directory)) {
            ours.forEach(OwnerOnly::restrict);
        }
    }

    /// Whether nobody else may now read or change it.
    private static boolean restrict(Path path) {
        try {
            Set<PosixFilePermission> now = new HashSet<>(Files.getPosixFilePermissions(path));
            if (now.retainAll(OWNERS)) {
                Files.setPosixFilePermissions(path, now);
            }
            return true;
        } catch (IOException | UnsupportedOperationException notOurs) {
            return false;
        }
    }
}
