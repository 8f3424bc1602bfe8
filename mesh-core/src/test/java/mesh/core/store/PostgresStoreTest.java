package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// What only a store on a server can meet.
class PostgresStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Random chance = new Random(7);
    private final String schema = PostgresServer.newSchema();
    private final CoreEngine engine =
            new CoreEngine(
                    CoreSettings.DEFAULTS,
                    new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter()),
                    chance);

    private Store open() {
        return PostgresStore.open(PostgresServer.address(schema));
    }

    private void write(Store store) {
        var writes = Writes.of(new Turn(NOW));
        JobId id = JobId.make(NOW, chance);
        var spec =
                new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
        engine.admit(spec, writes.turn());
        writes.admitted().add(new Writes.Admitted(spec, Json.NULL, Labels.NONE, NOW, null));
        store.commit(writes);
    }

    /// Ends the connection of whoever writes to this schema, as a server that is restarted does.
    private void cut() {
        PostgresServer.execute(
                """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objid::bigint =
                    hashtext('%s')::bigint & 4294967295"""
                        .formatted(schema));
    }

    @Test
    void a_lost_connection_fails_one_write_and_the_next_has_a_new_one() {
        try (Store store = open()) {
            write(store);
            cut();
            assertThatThrownBy(() -> write(store)).isInstanceOf(StoreException.class);
            write(store);
            assertThat(store.counts()).isEqualTo(Map.of(StateName.QUEUED, 2L));
        }
    }

    @Test
    void a_second_core_is_told_and_takes_over_when_the_first_is_dead() {
        try (Store first = open()) {
            write(first);
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            StoreStartException.class,
                            held -> assertThat(held.reason()).isEqualTo(Reason.HELD))
                    .hasMessageContaining("another core writes to");
            cut();
            try (Store second = open()) {
                write(second);
                assertThatThrownBy(() -> write(first)).isInstanceOf(StoreException.class);
                assertThatThrownBy(() -> write(first))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("another core writes to");
                assertThatThrownBy(first::counts).isInstanceOf(StoreException.class);
                write(second);
                assertThat(second.counts()).isEqualTo(Map.of(StateName.QUEUED, 3L));
            }
        }
    }

    @Test
    void a_core_that_ends_leaves_the_database_to_the_next() {
        try (Store store = open()) {
            write(store);
        }
        await().untilAsserted(
                        () -> {
                            try (Store store = open()) {
                                assertThat(store.counts()).containsEntry(StateName.QUEUED, 1L);
                            }
                        });
    }

    @Test
    void says_that_no_server_answers_or_does_not_let_anyone_in_or_has_no_such_database()
            throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        refused("postgresql://localhost:" + free + "/x", "u", "p", Reason.UNREACHABLE, "" + free);
        String url = PostgresServer.url();
        PostgresServer.execute("CREATE ROLE nobody LOGIN PASSWORD 'right'");
        refused(url, "stranger", "p", Reason.DENIED, "stranger");
        refused(
                url.replace("/postgres", "/nowhere"),
                "postgres",
                "postgres",
                Reason.UNUSABLE,
                "nowhere");
        PostgresServer.execute("CREATE SCHEMA closed");
        refused(url + "?currentSchema=closed", "nobody", "right", Reason.UNUSABLE, "closed");
    }

    private static void refused(
            String url, String user, String password, Reason reason, String named) {
        assertThatThrownBy(() -> PostgresStore.open(StoreAddress.server(url, user, password)))
                .isInstanceOfSatisfying(
                        StoreStartException.class,
                        told -> assertThat(told.reason()).as(told.getMessage()).isEqualTo(reason))
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_database_of_the_first_version_is_brought_up_to_date() {
        var source = new PGSimpleDataSource();
        source.setURL(PostgresServer.address(schema).url());
        source.setUser("postgres");
        source.setPassword("postgres");
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:mesh/core/store/postgres")
                .target("1")
                .load()
                .migrate();
        JobId id = JobId.make(NOW, chance);
        PostgresServer.execute(
                """
                INSERT INTO %1$s.jobs (id, type, needs, payload, priority, labels, max_attempts,
                    created_at, state, attempt)
                    VALUES ('%2$s', 'echo', 'null', '[1]', 4, '{}', 3, 5, 'queued', 0);
                INSERT INTO %1$s.events (job, seq, at, name, state)
                    VALUES ('%2$s', 1, 5, 'submitted', 'queued')"""
                        .formatted(schema, id));
        try (Store store = open()) {
            assertThat(store.job(id).orElseThrow().payload()).isEqualTo(new Json("[1]"));
            store.open(row -> assertThat(row.spec().id()).isEqualTo(id));
            write(store);
            assertThat(store.counts()).containsEntry(StateName.QUEUED, 2L);
        }
    }
}
