package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Settlement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of the first version, with everything in it, is opened by this one.
class UpgradeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long AT = NOW.toEpochMilli();

    private final Random chance = new Random(5);
    private final Map<StateName, JobId> jobs = new EnumMap<>(StateName.class);
    private final UUID message = UUID.randomUUID();
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void first_version() throws SQLException {
        file = directory.resolve("core.db");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:mesh/core/store/sqlite")
                .target("1")
                .load()
                .migrate();
        for (StateName state : StateName.values()) {
            jobs.put(state, JobId.make(NOW, chance));
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            for (StateName state : StateName.values()) {
                fill(sql, state);
            }
            String ids = String.join(",", jobs.values().stream().map(JobId::toString).toList());
            sql.execute(
                    "INSERT INTO idempotency VALUES ('batch', 'h1', '%s', %d)".formatted(ids, AT));
            sql.execute(
                    "INSERT INTO nodes VALUES ('n1', '%s', %d, %d)"
                            .formatted(
                                    MeshJson.write(Jobs.heartbeat(N1, "a", 1, List.of())), AT, AT));
            sql.execute(
                    "INSERT INTO quarantine VALUES ('%s', %d, 'mesh.offers', 'why', '{')"
                            .formatted(message, AT));
        }
    }

    /// A job with the events that led to its state.
    private void fill(Statement sql, StateName state) throws SQLException {
        JobId id = jobs.get(state);
        String ended =
                switch (state) {
                    case QUEUED, ASSIGNED, RUNNING -> "NULL, NULL, NULL, NULL";
                    case SUCCEEDED -> AT + ", '[1]', NULL, NULL";
                    case FAILED -> AT + ", NULL, 'handler-error', 'broken'";
                    case EXPIRED -> AT + ", NULL, 'deadline-passed', 'late'";
                    case CANCELLED -> AT + ", NULL, NULL, NULL";
                };
        int attempt = state == StateName.QUEUED ? 0 : 1;
        sql.execute(
                """
                INSERT INTO jobs VALUES ('%s', 'echo', 'null', '{"n":1}', 4, '{"team":"a"}', 3, %d,
                    NULL, '%s', %d, %s, NULL, %s)"""
                        .formatted(id, AT, state, attempt, attempt == 0 ? "NULL" : "'n1'", ended));
        sql.execute("INSERT INTO labels VALUES ('team', '%s')".formatted(id));
        sql.execute("INSERT INTO labels VALUES ('team=a', '%s')".formatted(id));
        event(sql, id, 1, "submitted", StateName.QUEUED, "NULL, NULL, NULL, NULL, NULL");
        if (attempt == 1) {
            String held = "1, 'n1', NULL, NULL, NULL";
            event(sql, id, 2, "awarded", StateName.ASSIGNED, held);
            switch (state) {
                case QUEUED, ASSIGNED -> {}
                case RUNNING -> event(sql, id, 3, "started", state, held);
                case SUCCEEDED -> event(sql, id, 3, "succeeded", state, held);
                case FAILED ->
                        event(
                                sql,
                                id,
                                3,
                                "failed",
                                state,
                                "1, 'n1', 'handler-error', 'broken', ''");
                case EXPIRED ->
                        event(
                                sql,
                                id,
                                3,
                                "expired",
                                state,
                                "NULL, NULL, 'deadline-passed', 'late', ''");
                case CANCELLED ->
                        event(sql, id, 3, "cancelled", state, "NULL, NULL, NULL, NULL, NULL");
            }
        }
    }

    private static void event(
            Statement sql, JobId id, int seq, String name, StateName after, String rest)
            throws SQLException {
        sql.execute(
                "INSERT INTO events VALUES ('%s', %d, %d, '%s', '%s', %s)"
                        .formatted(id, seq, AT, name, after, rest));
    }

    @Test
    void all_of_it_is_there() {
        try (Store store = SqliteStore.open(file)) {
            for (Map.Entry<StateName, JobId> entry : jobs.entrySet()) {
                JobView job = store.job(entry.getValue()).orElseThrow();
                assertThat(job.state()).isEqualTo(entry.getKey());
                assertThat(job.payload()).isEqualTo(new Json("{\"n\":1}"));
                assertThat(job.labels().texts()).containsExactly("team", "team=a");
                List<EventView> events = store.events(job.id());
                assertThat(events.getLast().state()).isEqualTo(job.state());
            }
            assertThat(store.job(jobs.get(StateName.SUCCEEDED)).orElseThrow().result())
                    .isEqualTo(new Json("[1]"));
            assertThat(store.remembered("batch"))
                    .contains(new Store.Remembered("h1", List.copyOf(jobs.values())));
            assertThat(store.nodes()).hasSize(1);
            assertThat(store.quarantine(QuarantineQuery.NEWEST).items())
                    .extracting(QuarantineView::id, QuarantineView::code)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(message, null),
                            org.assertj.core.groups.Tuple.tuple(
                                    jobs.get(StateName.FAILED).value(), ErrorCode.HANDLER_ERROR),
                            org.assertj.core.groups.Tuple.tuple(
                                    jobs.get(StateName.EXPIRED).value(),
                                    ErrorCode.DEADLINE_PASSED));
        }
    }

    @Test
    void what_had_not_ended_goes_on_to_its_end() {
        var nodes = new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter());
        try (Store store = SqliteStore.open(file)) {
            store.nodes().forEach(nodes::restore);
            var engine = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
            store.open(row -> engine.restore(row.spec(), row.state(), row.seq(), NOW));
            assertThat(engine.openJobs()).isEqualTo(3);
            var writes = Writes.of(new Turn(NOW.plusSeconds(1)));
            JobId queued = jobs.get(StateName.QUEUED);
            engine.award(new Award(queued, 1, N1, null), writes.turn());
            for (StateName state :
                    List.of(StateName.QUEUED, StateName.ASSIGNED, StateName.RUNNING)) {
                engine.settle(
                        Settlement.succeeded(
                                new AttemptRef(jobs.get(state), 1), N1, new Json("2"), null),
                        writes.turn());
            }
            store.commit(writes);
            assertThat(store.job(queued).orElseThrow().result()).isEqualTo(new Json("2"));
            assertThat(store.counts()).containsEntry(StateName.SUCCEEDED, 4L);
        }
    }

    @Test
    void what_a_newer_mesh_has_changed_is_left_alone() throws SQLException {
        SqliteStore.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute(
                    """
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type,
                        script, checksum, installed_by, execution_time, success)
                        VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, 1)""");
        }
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("a newer mesh has brought the store")
                .hasMessageContaining("to version 999");
    }

    @Test
    void a_key_knows_which_jobs_it_belongs_to() throws SQLException {
        SqliteStore.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement();
                var rows =
                        sql.executeQuery(
                                "SELECT count(*) FROM specs WHERE idempotency_key = 'batch'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(jobs.size());
        }
    }
}
