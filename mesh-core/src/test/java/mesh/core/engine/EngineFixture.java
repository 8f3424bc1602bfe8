package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
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
                    10,
                    10);
    final Random chance = new Random(7);
    final NodeTable nodes = new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter());
    CoreEngine engine = new CoreEngine(SETTINGS, nodes, new Random(3));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Turn turn;

    @BeforeEach
    void begin() {
        List.of(N1, N2)
                .forEach(
                        node ->
                                nodes.restore(
                                        NodeTable.Known.restored(
                                                heartbeat(node, "a", 1, List.of()),
                                                now,
                                                now,
                                                false)));
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

    JobId admitLater(Instant runAt, Optional<Instant> deadline) {
        JobId id = JobId.make(now, chance);
        engine.admit(
                new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, deadline, Optional.of(runAt), 9, 4),
                turn);
        return id;
    }

    Optional<Refusal> fail(JobId id, int attempt, NodeId node) {
        return settle(id, attempt, node, Settlement.Outcome.FAILED, ErrorCode.HANDLER_ERROR);
    }

    Optional<Refusal> settle(
            JobId id, int attempt, NodeId node, Settlement.Outcome outcome, ErrorCode code) {
        return engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(id, attempt),
                        node,
                        outcome,
                        new JobError(code, "why"),
                        null),
                turn);
    }

    Optional<Refusal> succeed(JobId id, int attempt, NodeId node) {
        return engine.settle(
                Settlement.succeeded(new AttemptRef(id, attempt), node, Json.NULL, null), turn);
    }

    /// What is put on offer when time has passed and the clock ticks.
    List<JobId> offeredAfter(Duration time) {
        pass(time);
        engine.tick(turn);
        return turn.offers().stream().map(wanted -> wanted.spec().id()).toList();
    }

    /// What was refused in the turn at hand, and how often.
    Map<Refusal, Integer> refused() {
        return turn.refused().stream()
                .collect(Collectors.toMap(Turn.Refused::reason, Turn.Refused::times));
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
        settle(id, attempt, N1, Settlement.Outcome.DECLINED, ErrorCode.DRAINING);
        engine.fill(turn);
    }
}
