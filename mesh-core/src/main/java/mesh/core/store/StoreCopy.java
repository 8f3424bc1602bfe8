package mesh.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// Copies of a store in a file. A copy is whole or not there: it is written beside its place,
/// checked, synced and then moved. Only its owner may read it.
public final class StoreCopy {
    private static final int BUSY_MILLIS = 30_000;

    /// With which a file of SQLite's begins.
    private static final byte[] DATABASE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /// What was copied.
    ///
    /// @param bytes how large the copy is
    public record Taken(long bytes, long jobs) {}

    private StoreCopy() {}

    /// Copies a store as it is at one moment, while a core may be writing to it. What the core
    /// acknowledged before this was called is in the copy.
    ///
    /// @param replace whether a file that is there may give way; a store that is in use never does
    /// @throws StoreException saying what is in the way
    public static Taken take(Path store, Path copy, boolean replace) {
        refuse(
                !Files.isRegularFile(store),
                "there is no store at "
                        + store
                        + "; give the mesh's directory with --data; a store in PostgreSQL is copied"
                        + " with pg_dump");
        refuse(Files.isDirectory(copy), copy + " is a directory; name a file in it");
        refuse(!replace && Files.exists(copy), copy + " is there already; --force replaces it");
        Path target = copy.toAbsolutePath();
        refuse(
                !Files.isDirectory(target.getParent()),
                "there is no directory " + target.getParent());
        return guarded(
                "%s cannot be copied to %s".formatted(store, copy),
                () -> {
                    refuseStores(store, copy);
                    refuse(
                            Files.exists(copy) && !mayGiveWay(copy),
                            copy + " is no copy of a store, and stays; give another file");
                    Path draft = draft(target);
                    try {
                        try (Connection source = open(store)) {
                            requireStore(source, store);
                            requireRoom(source, target);
                            vacuum(source, draft);
                        }
                        Taken taken = checked(draft, store);
                        refuse(
                                !replace && Files.exists(target),
                                copy + " is there already; --force replaces it");
                        place(draft, target);
                        return taken;
                    } finally {
                        Files.deleteIfExists(draft);
                    }
                });
    }

    /// A store must never give way under a core that has it open: what the core goes on to write
    /// would be lost, and its journal makes nonsense of the new file.
    private static void refuseStores(Path store, Path copy) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path own = store.resolveSibling(store.getFileName() + suffix);
            refuse(
                    Files.exists(own) && Files.exists(copy) && Files.isSameFile(own, copy),
                    copy + " is the store itself; give another file");
            Path left = copy.resolveSibling(copy.getFileName() + suffix);
            refuse(
                    !suffix.isEmpty() && Files.exists(left),
                    copy + " is a store in use, for there is " + left + "; give another file");
        }
    }

    /// Whether a file is an earlier copy, or empty: a slip of the hand costs nobody another file.
    private static boolean mayGiveWay(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] begin = content.readNBytes(DATABASE.length);
            return begin.length == 0 || Arrays.equals(begin, DATABASE);
        }
    }

    /// Puts a copy where a core that is not running will look for its store.
    ///
    /// @throws StoreException where there is a store already, or the copy is none
    public static Taken restore(Path copy, Path store) {
        refuse(!Files.isRegularFile(copy), "there is no file " + copy);
        var remains = new StoreRemains(store);
        boolean nothing = guarded(store + " cannot be read", remains::isAll);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path left = store.resolveSibling(store.getFileName() + suffix);
            refuse(!nothing && Files.exists(left), "there is a store already: " + left);
        }
        return guarded(
                "%s cannot be restored to %s".formatted(copy, store),
                () -> {
                    Path draft = draft(store.toAbsolutePath());
                    try {
                        Files.copy(copy, draft, StandardCopyOption.REPLACE_EXISTING);
                        Taken taken = checked(draft, copy);
                        remains.setAside();
                        place(draft, store.toAbsolutePath());
                        return taken;
                    } finally {
                        Files.deleteIfExists(draft);
                    }
                });
    }

    @FunctionalInterface
    private interface Copying<T> {
        T copy() throws IOException, SQLException;
    }

    private static <T> T guarded(String what, Copying<T> copying) {
        try {
            return copying.copy();
        } catch (IOException | SQLException failed) {
            throw new StoreException(what + ": " + reason(failed), failed);
        }
    }

    private static String reason(Exception failed) {
        SQLiteErrorCode code =
                failed instanceof SQLiteException sqlite
                        ? sqlite.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_NOTADB -> "it is not the store of a mesh";
            case SQLITE_CORRUPT -> "it is damaged";
            default -> failed.getMessage();
        };
    }

    private static void refuse(boolean refused, String message) {
        if (refused) {
            throw new StoreException(message, null);
        }
    }

    /// An empty file beside the target that only its owner can read; SQLite writes into it.
    private static Path draft(Path target) throws IOException {
        Path draft =
                target.resolveSibling(
                        "%s.%d.part"
                                .formatted(target.getFileName(), ProcessHandle.current().pid()));
        Files.deleteIfExists(draft);
        boolean posix = Files.getFileStore(target.getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] owners =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Files.createFile(draft, owners);
    }

    private static Connection open(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private static void requireStore(Connection connection, Path file) throws SQLException {
        long tables =
                number(
                        connection,
                        "SELECT count(*) FROM sqlite_schema"
                                + " WHERE name IN ('jobs', 'labels', 'flyway_schema_history')");
        refuse(tables != 3, file + " is not the store of a mesh");
    }

    private static void requireRoom(Connection source, Path target)
            throws SQLException, IOException {
        long pages = number(source, "PRAGMA page_count") - number(source, "PRAGMA freelist_count");
        long wanted = pages * number(source, "PRAGMA page_size");
        long room = Files.getFileStore(target.getParent()).getUsableSpace();
        refuse(
                wanted > room,
                "a copy takes %d MB, and %s has room for %d MB"
                        .formatted(wanted >> 20, target.getParent(), room >> 20));
    }

    /// Writes all that is committed at this moment, without what pruned jobs left free.
    private static void vacuum(Connection source, Path draft) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, draft.toString());
            statement.execute();
        }
    }

    private static Taken checked(Path draft, Path origin) throws SQLException, IOException {
        try (Connection connection = open(draft);
                Statement statement = connection.createStatement()) {
            requireStore(connection, origin);
            try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
                row.next();
                String found = row.getString(1);
                refuse(!found.equals("ok"), origin + " is damaged: " + found);
            }
            long jobs = number(connection, "SELECT count(*) FROM jobs");
            return new Taken(Files.size(draft), jobs);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Moves a file to its place so that it is there whole, also after a loss of power.
    private static void place(Path draft, Path target) throws IOException {
        try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel directory = FileChannel.open(target.getParent())) {
            directory.force(true);
        } catch (IOException noDirectoriesAreSynced) {
            // Not every system lets a directory be opened; there the move is its own business.
        }
    }
}
