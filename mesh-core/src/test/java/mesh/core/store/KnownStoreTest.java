package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.core.job.StateName;
import mesh.core.store.StoreStartException.Reason;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.needs.Needs;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores that were there and are missing, empty or damaged.
class KnownStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Random chance = new Random(7);
    @TempDir private Path directory;

    private Path file() {
        return directory.resolve("core.db");
    }

    private Store open(boolean acceptEmpty) {
        return new KnownStore(StoreAddress.in(directory), directory, acceptEmpty).open();
    }

    private void live(int jobs) {
        try (Store store = open(false)) {
            write(store, jobs);
        }
    }

    private void write(Store store, int jobs) {
        var engine =
                new CoreEngine(
                        CoreSettings.DEFAULTS,
                        new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter()),
                        chance);
        var writes = Writes.of(new Turn(NOW));
        for (int i = 0; i < jobs; i++) {
            JobId id = JobId.make(NOW.plusMillis(i), chance);
            var spec =
                    new JobSpec(
                            id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
            engine.admit(spec, writes.turn());
            writes.admitted().add(new Writes.Admitted(spec, Json.NULL, Labels.NONE, NOW, null));
        }
        store.commit(writes);
    }

    private static void isRefused(ThrowingCallable start, String state) {
        assertThatThrownBy(start)
                .isInstanceOfSatisfying(
                        StoreStartException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNUSABLE))
                .hasMessageContaining(state)
                .hasMessageContaining("--accept-empty-store");
    }

    @Test
    void a_first_start_asks_nothing_and_neither_does_the_next() {
        live(1);
        try (Store store = open(false)) {
            assertThat(store.counts()).isEqualTo(Map.of(StateName.QUEUED, 1L));
        }
    }

    @Test
    void a_missing_store_stops_the_start_until_it_is_meant() throws IOException {
        live(1);
        Files.delete(file());

        isRefused(() -> open(false), "core.db is missing");
        assertThat(file()).doesNotExist();
        isRefused(() -> open(false), "./mesh restore FILE --data " + directory);
        try (Store store = open(true)) {
            assertThat(store.counts()).isEmpty();
        }
        open(false).close();
    }

    @Test
    void an_empty_file_stops_the_start_until_it_is_meant() throws IOException {
        live(1);
        Files.write(file(), new byte[0]);

        isRefused(() -> open(false), "core.db is empty");
        assertThat(Files.size(file())).isZero();
        open(true).close();
    }

    @Test
    void a_database_without_a_table_stops_the_start() throws IOException {
        live(1);
        Path other = directory.resolve("other.db");
        try (var connection = SqliteDatabase.source(other).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 1");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);

        isRefused(() -> open(false), "core.db is without a table");
    }

    @Test
    void a_journal_without_its_store_stops_a_start_and_is_put_aside_where_none_is_meant()
            throws IOException {
        Path log = directory.resolve("core.db-wal");
        Files.writeString(log, "what was committed last");

        isRefused(() -> open(false), "core.db is missing, beside its journal");
        assertThat(log).exists();
        open(true).close();

        assertThat(directory.resolve("core.db-wal.lost")).hasContent("what was committed last");
    }

    @Test
    void a_copy_is_restored_in_place_of_an_empty_store_and_its_journal() throws IOException {
        live(2);
        Path copy = directory.resolve("copy");
        StoreCopy.take(file(), copy, false);
        Files.write(file(), new byte[0]);
        Files.writeString(directory.resolve("core.db-wal"), "left");

        assertThat(StoreCopy.restore(copy, file()).jobs()).isEqualTo(2);

        try (Store store = open(false)) {
            assertThat(store.counts()).isEqualTo(Map.of(StateName.QUEUED, 2L));
        }
    }

    @Test
    void a_damaged_file_stops_the_start_with_the_remedy() throws IOException {
        live(2_000);
        try (var damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.seek(damaged.length() / 2);
            byte[] noise = new byte[8_192];
            chance.nextBytes(noise);
            damaged.write(noise);
        }

        assertThatThrownBy(() -> open(false))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("core.db is damaged")
                .hasMessageContaining("./mesh restore FILE --data");
    }

    @Test
    void a_truncated_file_stops_the_start_with_the_remedy() throws IOException {
        live(2_000);
        try (var damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.setLength(damaged.length() / 2);
        }

        assertThatThrownBy(() -> open(false))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("core.db is damaged");
    }

    @Test
    void a_flipped_header_stops_the_start_with_the_remedy() throws IOException {
        live(1);
        try (var damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.write(new byte[] {9, 9, 9, 9});
        }

        assertThatThrownBy(() -> open(false))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("core.db is damaged");
    }

    private Path log() {
        return directory.resolve("core.db-wal");
    }

    /// As after a `kill -9`: what was written is in the log, and that is still there.
    private void killed(int commits) throws IOException {
        Path living = directory.resolve("living");
        try (Store store = SqliteStore.open(living.resolve("core.db"))) {
            for (int i = 0; i < commits; i++) {
                write(store, 3);
            }
            Files.copy(living.resolve("core.db"), file());
            Files.copy(living.resolve("core.db-wal"), log());
        }
    }

    private void flip(long at) throws IOException {
        try (var log = new RandomAccessFile(log().toFile(), "rw")) {
            log.seek(at);
            int was = log.read();
            log.seek(at);
            log.write(was ^ 1);
        }
    }

    private long queued() {
        try (Store store = open(false)) {
            return store.counts().getOrDefault(StateName.QUEUED, 0L);
        }
    }

    @Test
    void a_flipped_bit_in_the_journal_stops_the_start_where_commits_would_be_left_out()
            throws IOException {
        for (double where : new double[] {0.1, 0.4, 0.7}) {
            killed(40);
            flip((long) (Files.size(log()) * where));
            assertThatThrownBy(() -> open(false))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("core.db-wal is broken, and commits follow it")
                    .hasMessageContaining("./mesh restore FILE --data");
            delete();
        }
        killed(4);
        flip(17);
        assertThatThrownBy(() -> open(false)).hasMessageContaining("the head of its journal");
    }

    private void delete() throws IOException {
        Files.delete(file());
        Files.deleteIfExists(log());
        Files.deleteIfExists(directory.resolve("living/core.db"));
    }

    @Test
    void a_last_commit_that_was_not_finished_is_none_and_the_others_are_there() throws IOException {
        killed(20);
        try (var log = new RandomAccessFile(log().toFile(), "rw")) {
            log.setLength(log.length() - 5_000);
        }
        assertThat(queued()).isEqualTo(19 * 3);
        delete();
        killed(20);
        flip(Files.size(log()) - 3);
        assertThat(queued()).isEqualTo(19 * 3);
    }

    @Test
    void a_journal_that_was_begun_anew_over_an_older_one_is_whole() throws IOException {
        // SQLite begins it anew at about 1,000 pages, and the older frames stay behind the new
        // ones.
        killed(400);
        assertThat(queued()).isEqualTo(400 * 3);
    }

    @Test
    void an_empty_database_on_a_server_stops_the_start_where_the_directory_knows_a_store() {
        String schema = PostgresServer.newSchema();
        var known = new KnownStore(PostgresServer.address(schema), directory, false);
        known.open().close();
        known.open().close();
        PostgresServer.execute("DROP SCHEMA %1$s CASCADE; CREATE SCHEMA %1$s".formatted(schema));

        isRefused(known::open, "is without a table");
        new KnownStore(PostgresServer.address(schema), directory, true).open().close();
    }

    @Test
    void a_change_to_another_empty_store_is_asked_for() {
        live(1);
        String schema = PostgresServer.newSchema();
        var server = new KnownStore(PostgresServer.address(schema), directory, false);

        isRefused(server::open, "then in the store " + file());
    }
}
