package mesh.core.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/// The native library of the driver, which unpacks it to a file at its first use and leaves it
/// there, a megabyte for each start. Here the file is gone as soon as it is loaded.
final class SqliteLibrary {
    private static final System.Logger LOG = System.getLogger(SqliteLibrary.class.getName());
    private static final String PLACE = "org.sqlite.tmpdir";
    private static boolean loaded;

    private SqliteLibrary() {}

    /// Loads it, once. Where that is not possible the driver does it, and tells what is wrong.
    static synchronized void load() {
        if (loaded || System.getProperty(PLACE) != null) {
            return;
        }
        loaded = true;
        try {
            Path place = Files.createTempDirectory("mesh-sqlite");
            System.setProperty(PLACE, place.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(PLACE);
                remove(place);
            }
        } catch (Exception leftToTheDriver) {
            LOG.log(
                    Level.DEBUG,
                    "the library of SQLite was not loaded beforehand",
                    leftToTheDriver);
        }
    }

    /// Some systems keep a library that is loaded; there it stays.
    private static void remove(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(place);
    }
}
