package mesh.core.store;

import static mesh.core.Jobs.N1;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What every store is tested with: a store of each kind in turn, and an engine that decides what
/// is written to it.
@ParameterizedClass(name = "{0}")
@MethodSource("stores")
abstract class StoreFixture {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    final Random chance = new Random(3);
    final NodeTable nodes = new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter());
    final CoreEngine engine = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
    Writes writes = Writes.of(new Turn(NOW));
    Store store;

    @Parameter StoreKind kind;

    static Stream<StoreKind> stores() {
        return Stream.of(new StoreKind.Memory(), new StoreKind.Sqlite(), new StoreKind.Postgres());
    }

    @BeforeEach
    void open() {
        kind.empty();
        store = kind.open();
        nodes.restore(
                NodeTable.Known.restored(Jobs.heartbeat(N1, "a", 1, List.of()), NOW, NOW, false));
    }

    @AfterEach
    void close() {
        store.close();
    }

    JobId admit(Labels labels) {
        return admit(labels, new Json("{\"n\":1}"));
    }

    JobId admit(Labels labels, Json payload) {
        JobId id = JobId.make(NOW, chance);
        engine.admit(spec(id, 3), writes.turn());
        writes.admitted().add(new Writes.Admitted(spec(id, 3), payload, labels, NOW, null));
        return id;
    }

    static JobSpec spec(JobId id, int maxAttempts) {
        return new JobSpec(
                id,
                Jobs.ECHO,
                Needs.NONE,
                4,
                Optional.of(NOW.plusSeconds(9)),
                Optional.empty(),
                maxAttempts,
                4);
    }

    /// A job that failed for good on its first attempt, committed.
    JobId fail(String message, Instant at) {
        JobId id = JobId.make(NOW, chance);
        writes = Writes.of(new Turn(at));
        engine.admit(spec(id, 1), writes.turn());
        writes.admitted()
                .add(new Writes.Admitted(spec(id, 1), new Json("[1]"), Labels.NONE, NOW, null));
        engine.award(new Award(id, 1, N1, null), writes.turn());
        engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(id, 1),
                        N1,
                        Settlement.Outcome.FAILED,
                        new JobError(ErrorCode.HANDLER_ERROR, message),
                        null),
                writes.turn());
        commit();
        return id;
    }

    void commit() {
        store.commit(writes);
        writes = Writes.of(new Turn(NOW.plusSeconds(1)));
    }

    void reopen() {
        store.close();
        store = kind.open();
    }
}
