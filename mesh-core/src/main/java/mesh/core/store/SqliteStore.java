package mesh.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import mesh.core.store.KnownStore.FirstUse;
import org.sqlite.SQLiteDataSource;

/// A store in one file, for a core with nothing beside it.
public final class SqliteStore {
    private SqliteStore() {}

    /// Opens the file, and makes it where there is none. An older one is brought up to date.
    ///
    /// @throws StoreStartException where a newer mesh has changed it
    /// @throws StoreException saying what else is wrong with it
    public static Store open(Path file) {
        return open(file, _ -> {});
    }

    /// @param firstUse is asked where it has no tables yet
    static Store open(Path file, FirstUse firstUse) {
        return open(file, SqliteDatabase.source(file), firstUse);
    }

    static Store open(Path file, SQLiteDataSource source) {
        return open(file, source, _ -> {});
    }

    private static Store open(Path file, SQLiteDataSource source, FirstUse firstUse) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return JdbcStore.open(new SqliteDatabase(file, source, firstUse));
        } catch (StoreStartException told) {
            throw told;
        } catch (IOException | SQLException | RuntimeException wrong) {
            if (Damage.isIn(wrong)) {
                throw Damage.told(file, wrong);
            }
            throw new StoreException(
                    "the store " + file + " cannot be opened: " + wrong.getMessage(), wrong);
        }
    }
}
