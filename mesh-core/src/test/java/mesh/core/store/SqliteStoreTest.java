package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.core.JobQuery;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/// What only a store in a file can meet.
class SqliteStoreTest {
    @TempDir private Path directory;

    @Test
    void says_which_file_cannot_be_opened() throws Exception {
        Path noDatabase =
                Files.writeString(directory.resolve("text.db"), "this is text ".repeat(100));
        assertThatThrownBy(() -> SqliteStore.open(noDatabase))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("text.db is damaged");
    }

    @Test
    void what_a_full_disk_refused_is_not_written_later() throws Exception {
        Path file = directory.resolve("small.db");
        var pages = new AtomicInteger(120);
        var source =
                new SQLiteDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        Connection connection = super.getConnection();
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("PRAGMA max_page_count = " + pages.get());
                        }
                        return connection;
                    }
                };
        source.setUrl("jdbc:sqlite:" + file);
        try (Store store = SqliteStore.open(file, source)) {
            long admitted = 0;
            while (written(store)) {
                admitted++;
            }
            for (int i = 0; i < 3; i++) {
                assertThat(written(store)).isFalse();
                assertThat(store.jobs(new JobQuery(null, null, null, 1000, null)).items())
                        .hasSize((int) admitted);
            }
            pages.set(10_000);
            assertThat(written(store)).isTrue();
            assertThat(store.counts()).containsEntry(StateName.QUEUED, admitted + 1);
            var open = new ArrayList<Store.OpenRow>();
            store.open(open::add);
            assertThat(open).hasSize((int) admitted + 1);
        }
    }

    @Test
    void the_file_does_not_grow_where_as_much_is_pruned_as_is_written() throws Exception {
        Path file = directory.resolve("steady.db");
        var cut = new Retention.Cut(Instant.MAX, 0);
        long first = 0;
        for (int round = 0; round < 6; round++) {
            try (Store store = SqliteStore.open(file)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(written(store)).isTrue();
                }
                end(store);
                boolean more = true;
                while (more) {
                    more = store.prune(cut, 10, Instant.EPOCH).more();
                }
                assertThat(store.counts()).isEmpty();
            }
            first = round == 0 ? Files.size(file) : first;
        }
        assertThat(Files.size(file)).isLessThan(first * 3 / 2);
    }

    /// Cancels all that is open.
    private static void end(Store store) {
        var engine = engine();
        store.open(row -> engine.restore(row.spec(), row.state(), row.seq(), Instant.EPOCH));
        var writes = Writes.of(new Turn(Instant.EPOCH));
        store.open(row -> engine.cancel(row.spec().id(), writes.turn()));
        store.commit(writes);
    }

    private static CoreEngine engine() {
        return new CoreEngine(
                CoreSettings.DEFAULTS,
                new NodeTable(new HashMap<>(), Limits.OFFLINE),
                new Random(3));
    }

    private static boolean written(Store store) {
        var writes = Writes.of(new Turn(Instant.EPOCH));
        CoreEngine engine = engine();
        JobId id = JobId.make(Instant.EPOCH, ThreadLocalRandom.current());
        var spec =
                new JobSpec(
                        id,
                        Jobs.ECHO,
                        Needs.NONE,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        20_000);
        var payload = new Json("\"" + "x".repeat(20_000) + "\"");
        engine.admit(spec, writes.turn());
        writes.admitted().add(new Writes.Admitted(spec, payload, Labels.NONE, Instant.EPOCH, null));
        try {
            store.commit(writes);
            return true;
        } catch (StoreException full) {
            return false;
        }
    }
}
