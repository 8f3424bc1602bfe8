package mesh.core.store;

import java.util.Arrays;
import javax.sql.DataSource;
import mesh.core.store.StoreStartException.Reason;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;

/// Brings tables to the newest version. Those that a newer mesh has changed are not for this one to
/// write to.
final class Migrations {
    private Migrations() {}

    /// Makes the tables where there are none.
    ///
    /// @param scripts the folder beside this class that has them
    static void begin(DataSource source, String scripts) {
        flyway(source, scripts).migrate();
    }

    /// @param scripts the folder beside this class that has them
    /// @param where the store, for people
    /// @throws StoreStartException where a newer mesh was here
    static void run(DataSource source, String scripts, String where) {
        Flyway flyway = flyway(source, scripts);
        boolean newer =
                Arrays.stream(flyway.info().applied())
                        .anyMatch(one -> one.getState() == MigrationState.FUTURE_SUCCESS);
        if (newer) {
            throw new StoreStartException(
                    Reason.UNUSABLE,
                    "a newer mesh has brought %s to version %s; start that one"
                            .formatted(where, flyway.info().current().getVersion()),
                    null);
        }
        flyway.migrate();
    }

    private static Flyway flyway(DataSource source, String scripts) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:mesh/core/store/" + scripts)
                .load();
    }
}
