package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import javax.sql.DataSource;
import mesh.core.EventView;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/// A database in which each event was a row of its own is opened, and tells the same of its jobs.
class LogUpgradeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long AT = NOW.toEpochMilli();
    private static final String MESSAGE = "first\nsecond \\n 'third' ä";

    private final Random chance = new Random(11);
    private final JobId tried = JobId.make(NOW, chance);
    private final JobId ended = JobId.make(NOW, chance);
    private final JobId dead = JobId.make(NOW, chance);
    private final JobId instead = JobId.make(NOW, chance);
    private final List<Object[]> events = new ArrayList<>();
    @TempDir private Path directory;

    @Test
    void of_a_file() throws SQLException {
        Path file = directory.resolve("core.db");
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        check(source, "sqlite", "7", () -> SqliteStore.open(file));
    }

    @Test
    void of_a_server() throws SQLException {
        StoreAddress.Server address = PostgresServer.address(PostgresServer.newSchema());
        var source = new PGSimpleDataSource();
        source.setURL(address.url());
        source.setUser("postgres");
        source.setPassword("postgres");
        check(source, "postgres", "5", () -> PostgresStore.open(address));
    }

    private void check(DataSource source, String kind, String before, Supplier<Store> opened)
            throws SQLException {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:mesh/core/store/" + kind)
                .target(before)
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement sql = connection.createStatement()) {
            fill(sql);
        }
        try (Store store = opened.get()) {
            same(store);
            goesOn(store);
        }
    }

    private void fill(Statement sql) throws SQLException {
        job(sql, tried, "running", 3, "NULL, NULL, NULL, NULL", 0, "'key'", "NULL");
        event(sql, tried, "submitted", "queued", null, null, null, AT + 5);
        event(sql, tried, "awarded", "assigned", 1, null, null, null);
        event(sql, tried, "started", "running", 1, null, null, null);
        event(sql, tried, "attempt-failed", "queued", 1, "handler-error", null, AT + 70);
        event(sql, tried, "awarded", "assigned", 2, null, null, null);
        event(sql, tried, "attempt-lost", "queued", 2, null, MESSAGE, null);
        event(sql, tried, "awarded", "assigned", 3, null, null, null);
        event(sql, tried, "declined", "queued", 3, "draining", null, null);
        event(sql, tried, "awarded", "assigned", 4, null, null, null);
        event(sql, tried, "started", "running", 4, null, null, null);
        job(sql, ended, "succeeded", 1, (AT + 9) + ", '[1]', NULL, NULL", 0, "'key'", "NULL");
        event(sql, ended, "submitted", "queued", null, null, null, null);
        event(sql, ended, "awarded", "assigned", 1, null, null, null);
        event(sql, ended, "succeeded", "succeeded", 1, null, null, null);
        String error = ", NULL, 'deadline-passed', '" + MESSAGE.replace("'", "''") + "'";
        job(sql, dead, "expired", 0, (AT + 8) + error, 1, "NULL", "NULL");
        event(sql, dead, "submitted", "queued", null, null, null, null);
        event(sql, dead, "expired", "expired", null, "deadline-passed", null, null);
        job(sql, instead, "queued", 0, "NULL, NULL, NULL, NULL", 0, "NULL", "'" + dead + "'");
        event(sql, instead, "submitted", "queued", null, null, null, null);
        sql.execute("INSERT INTO labels VALUES ('team', '%s')".formatted(tried));
        sql.execute(
                "INSERT INTO idempotency (key, body_hash, jobs, at) VALUES ('key', 'h', '%s,%s', 5)"
                        .formatted(tried, ended));
        sql.execute("INSERT INTO partials VALUES ('%s', 1, 3, 'n1', 5, '7')".formatted(tried));
        sql.execute(
                "INSERT INTO checkpoints VALUES ('%s', 2, 3, 'n1', 5, 1, '8')".formatted(tried));
        sql.execute("INSERT INTO refusals VALUES ('%s', 'late', 4, 1, 'n1', 5)".formatted(tried));
    }

    private static void job(
            Statement sql,
            JobId id,
            String state,
            int attempt,
            String end,
            int isDead,
            String key,
            String instead)
            throws SQLException {
        sql.execute(
                """
                INSERT INTO jobs (id, type, needs, payload, priority, labels, max_attempts, created_at,
                    state, attempt, node, finished_at, result, error_code, error_message, dead,
                    idempotency_key, requeued_from)
                    VALUES ('%s', 'echo', '["gpu"]', '{"n":1}', 5, '["team"]', 9, %d, '%s', %d, %s, %s,
                    %d, %s, %s)"""
                        .formatted(
                                id,
                                AT,
                                state,
                                attempt,
                                attempt == 0 ? "NULL" : "'n1'",
                                end,
                                isDead,
                                key,
                                instead));
    }

    private void event(
            Statement sql,
            JobId id,
            String name,
            String state,
            Integer attempt,
            String code,
            String reason,
            Long notBefore)
            throws SQLException {
        long seq = 1 + events.stream().filter(event -> event[0].equals(id)).count();
        events.add(new Object[] {id, name, state, AT + seq, attempt, code, reason, notBefore});
        sql.execute(
                """
                INSERT INTO events (job, seq, at, name, state, attempt, node, error_code,
                    error_message, reason, not_before)
                    VALUES ('%s', %d, %d, '%s', '%s', %s, %s, %s, %s, %s, %s)"""
                        .formatted(
                                id,
                                seq,
                                AT + seq,
                                name,
                                state,
                                attempt,
                                attempt == null ? null : "'n1'",
                                text(code),
                                code == null ? null : text(MESSAGE),
                                text(reason),
                                notBefore));
    }

    private static String text(String text) {
        return text == null ? null : "'" + text.replace("'", "''") + "'";
    }

    /// Everything that was written can be read.
    private void same(Store store) {
        var log = new ArrayList<EventView>();
        for (JobId id : List.of(tried, ended, dead, instead)) {
            log.addAll(store.events(id));
        }
        assertThat(log).hasSameSizeAs(events);
        for (int i = 0; i < log.size(); i++) {
            EventView view = log.get(i);
            Object[] event = events.get(i);
            JobError error =
                    event[5] == null
                            ? null
                            : new JobError(ErrorCode.of(event[5].toString()), MESSAGE);
            Instant notBefore = event[7] == null ? null : Instant.ofEpochMilli((Long) event[7]);
            assertThat(view)
                    .isEqualTo(
                            new EventView(
                                    (JobId) event[0],
                                    view.seq(),
                                    Instant.ofEpochMilli((Long) event[3]),
                                    (String) event[1],
                                    StateName.of((String) event[2]),
                                    (Integer) event[4],
                                    event[4] == null ? null : N1,
                                    error,
                                    (String) event[6],
                                    notBefore));
        }
        JobView job = store.job(tried).orElseThrow();
        assertThat(job.needs().selector()).isEqualTo("gpu");
        assertThat(job.labels().texts()).containsExactly("team");
        assertThat(job.createdAt()).isEqualTo(NOW.plusMillis(1));
        assertThat(job.startedAt()).isEqualTo(NOW.plusMillis(10));
        assertThat(job.partials()).isEqualTo(1);
        assertThat(job.checkpoint()).isEqualTo(2);
        assertThat(job.refused()).hasSize(1);
        assertThat(store.partials(tried, 0, 9)).hasSize(1);
        assertThat(store.checkpoints(List.of(tried))).containsKey(tried);
        assertThat(store.payloads(List.of(tried))).containsValue(new Json("{\"n\":1}"));
        assertThat(store.jobs(new JobQuery(null, null, "team", 9, null)).items())
                .extracting(JobView::id)
                .containsExactly(tried);
        assertThat(store.job(ended).orElseThrow().result()).isEqualTo(new Json("[1]"));
        assertThat(store.remembered("key"))
                .contains(new Store.Remembered("h", List.of(tried, ended)));
        assertThat(store.quarantine(QuarantineQuery.NEWEST).items())
                .extracting(QuarantineView::job)
                .containsExactly(dead);
        assertThat(store.requeued(dead)).contains(instead);
        assertThat(store.counts())
                .isEqualTo(
                        Map.of(
                                StateName.RUNNING, 1L,
                                StateName.QUEUED, 1L,
                                StateName.SUCCEEDED, 1L,
                                StateName.EXPIRED, 1L));
        var open = new ArrayList<Store.OpenRow>();
        store.open(open::add);
        assertThat(open).extracting(Store.OpenRow::seq).containsExactlyInAnyOrder(10, 1);
    }

    /// What has ended goes in its order, and the key with the last of its jobs.
    private void goesOn(Store store) {
        var cut = new Retention.Cut(NOW.plusMillis(9), 0);
        assertThat(store.prune(cut, 10, NOW).jobs()).isEqualTo(Map.of(StateName.EXPIRED, 1L));
        var all = new Retention.Cut(Instant.MAX, 0);
        assertThat(store.prune(all, 10, NOW).jobs()).isEqualTo(Map.of(StateName.SUCCEEDED, 1L));
        assertThat(store.prune(all, 10, NOW).jobs()).isEmpty();
        assertThat(store.remembered("key")).isPresent();
        assertThat(store.jobs(new JobQuery(null, null, null, 9, null)).items())
                .extracting(JobView::id)
                .containsExactlyInAnyOrder(tried, instead);
    }
}
