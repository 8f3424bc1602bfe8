package mesh.core.store;

import java.sql.SQLException;
import mesh.core.store.KnownStore.FirstUse;
import org.flywaydb.core.api.FlywayException;

/// A store in a PostgreSQL database, which outlives the machine of its core.
public final class PostgresStore {
    private PostgresStore() {}

    /// Opens the database. An empty one gets its tables, an older one is brought up to date.
    ///
    /// @throws StoreStartException where the address, the user or another core is in the way
    /// @throws StoreException saying what else is wrong with it
    public static Store open(StoreAddress.Server address) {
        return open(address, _ -> {});
    }

    /// @param firstUse is asked where it has no tables yet
    static Store open(StoreAddress.Server address, FirstUse firstUse) {
        var database = new PostgresDatabase(address, firstUse);
        try {
            return JdbcStore.open(database);
        } catch (SQLException failed) {
            throw database.told(failed);
        } catch (FlywayException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException told) {
                    throw database.told(told);
                }
            }
            throw new StoreException(
                    "the store at %s cannot be opened: %s".formatted(address, failed.getMessage()),
                    failed);
        }
    }
}
