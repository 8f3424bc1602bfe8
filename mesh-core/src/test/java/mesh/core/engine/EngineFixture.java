package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.BeforeEach;

/// An engine with a clock that a test steps, and what it decided in the turn at hand.
abstract class EngineFixture {
    static final CoreSettings SETTINGS =
            new CoreSettings(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(11),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    3,
                    5,
                    1_000,
                    10);
    final Random chance = new Random(7);
    final NodeTable nodes = new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter());
    final CoreEngine engine = new CoreEngine(SETTINGS, nodes, new Random(3));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Turn turn;

    @BeforeEach
    void begin() {
        List.of(N1, N2)
                .forEach(
                        node ->
                                nodes.restore(
                                        NodeTable.Known.restored(
                                                heartbeat(node, "a", 1, List.of()), now, now)));
        turn = new Turn(now);
    }

    void pass(Duration time) {
        now = now.plus(time);
        turn = new Turn(now);
    }

    JobId admit() {
        return admit(4, Optional.empty());
    }

    JobId admit(int priority, Optional<Instant> deadline) {
        return admit(priority, deadline, 4);
    }

    JobId admit(int priority, Optional<Instant> deadline, int size) {
        JobId id = JobId.make(now, chance);
        engine.admit(
                new JobSpec(
                        id, Jobs.ECHO, Needs.NONE, priority, deadline, Optional.empty(), 3, size),
                turn);
        return id;
    }

    void award(JobId id, int attempt, NodeId node) {
        engine.award(new Award(id, attempt, node, null), turn);
    }

    void beat(NodeId node, String incarnation, long seq, AttemptRef... running) {
        engine.heartbeat(
                new Delivery<>(heartbeat(node, incarnation, seq, List.of(running)), now), turn);
    }

    List<JobEvent> happened() {
        return turn.happenings().stream().map(Turn.Happening::event).toList();
    }

    void decline(JobId id, int attempt) {
        award(id, attempt, N1);
        pass(Duration.ofMillis(5));
        engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(id, attempt),
                        N1,
                        Settlement.Outcome.DECLINED,
                        new JobError(ErrorCode.DRAINING, ""),
                        null),
                turn);
        engine.fill(turn);
    }
}
