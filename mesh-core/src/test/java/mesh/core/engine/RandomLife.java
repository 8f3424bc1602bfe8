package mesh.core.engine;

import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Needs;

/// An engine that is told anything by anybody at any time, and whose turns now and then cannot be
/// committed; after each turn a {@link Ledger} that keeps books of its own looks at what it
/// decided.
final class RandomLife {
    private static final List<NodeId> NODES =
            List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"), new NodeId("d"));
    private static final NodeId STRANGER = new NodeId("stranger");

    private final Random chance;
    private final NodeTable nodes = new NodeTable(new HashMap<>(), Duration.ofSeconds(30));
    private final Ledger ledger = new Ledger(CoreSettings.DEFAULTS.lease());
    private final Map<NodeId, Integer> seqs = new HashMap<>();
    private final List<JobId> known = new ArrayList<>();
    private CoreEngine engine;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Turn turn = new Turn(now);

    RandomLife(long seed) {
        chance = new Random(seed);
        engine = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
        NODES.forEach(this::beat);
        nodes.keep();
    }

    void live(int turns) {
        for (int i = 0; i < turns; i++) {
            step(true);
        }
        // Every job has a deadline: left alone, all of them end.
        for (int i = 0; i < 200 && engine.openJobs() > 0; i++) {
            step(false);
        }
        assertThat(engine.openJobs()).isZero();
        ledger.checkAllEnded(known);
    }

    private void step(boolean disturbed) {
        now = now.plusMillis(disturbed ? 1 + chance.nextInt(2_500) : 5_000);
        turn = new Turn(now);
        ledger.begin(now);
        engine.expire(turn);
        for (int i = chance.nextInt(5); disturbed && i > 0; i--) {
            disturb();
        }
        engine.tick(turn);
        if (disturbed && chance.nextInt(12) == 0) {
            giveUp();
        } else {
            nodes.keep();
            ledger.commit(turn);
            assertThat(engine.openJobs()).isEqualTo(ledger.open().size());
        }
    }

    private void giveUp() {
        ledger.giveUp(now);
        engine =
                chance.nextBoolean()
                        ? engine.anew()
                        : new CoreEngine(CoreSettings.DEFAULTS, undone(), chance);
        ledger.restore(engine, now);
        known.retainAll(ledger.all());
    }

    private NodeTable undone() {
        nodes.undo();
        return nodes;
    }

    private void disturb() {
        switch (chance.nextInt(16)) {
            case 0, 1, 2 -> admit();
            case 3, 4, 5, 6 -> award();
            case 7, 8 -> settle();
            case 9, 10 -> report();
            case 11 -> engine.cancel(job(), turn);
            case 12 -> depart(node());
            case 13 ->
                    engine.award(
                            new Award(job(), 1 + chance.nextInt(3), null, NoAward.NO_FREE_SLOT),
                            turn);
            default -> beat(node());
        }
    }

    private void admit() {
        JobId id = JobId.make(now, chance);
        Optional<Instant> runAt =
                chance.nextInt(4) == 0
                        ? Optional.of(now.plusSeconds(chance.nextInt(-5, 30)))
                        : Optional.empty();
        var spec =
                new JobSpec(
                        id,
                        Jobs.ECHO,
                        Needs.NONE,
                        chance.nextInt(3),
                        Optional.of(now.plusSeconds(1 + chance.nextInt(120))),
                        runAt,
                        1 + chance.nextInt(5),
                        4);
        ledger.admit(spec);
        engine.admit(spec, turn);
        known.add(id);
    }

    private void depart(NodeId node) {
        engine.departed(node, turn);
        ledger.departed(node);
    }

    private JobId job() {
        return known.isEmpty() || chance.nextInt(20) == 0
                ? JobId.make(now, chance)
                : known.get(Math.max(0, known.size() - 1 - chance.nextInt(12)));
    }

    private NodeId node() {
        return chance.nextInt(25) == 0 ? STRANGER : NODES.get(chance.nextInt(NODES.size()));
    }

    /// Mostly what fits where the job stands, sometimes anything.
    private AttemptRef ref(JobId id, int ahead) {
        int attempt = ledger.state(id).map(JobState::attempt).orElse(0) + ahead;
        int off = chance.nextInt(8) == 0 ? chance.nextInt(-1, 3) : 0;
        return new AttemptRef(id, Math.max(1, attempt + off));
    }

    private NodeId holder(JobId id) {
        return ledger.state(id)
                .filter(_ -> chance.nextInt(6) > 0)
                .map(state -> state instanceof JobState.Held held ? held.node() : node())
                .orElseGet(this::node);
    }

    private int ahead(JobId id) {
        return ledger.state(id).filter(JobState.Queued.class::isInstance).isPresent() ? 1 : 0;
    }

    private void award() {
        JobId id = job();
        AttemptRef ref = ref(id, 1);
        NodeId node = node();
        // Not a sign of the node's: the same award once more renews no lease.
        engine.award(new Award(id, ref.attempt(), node, null), turn);
    }

    private void settle() {
        JobId id = job();
        AttemptRef ref = ref(id, ahead(id));
        Outcome outcome = Outcome.values()[chance.nextInt(4)];
        var error = new JobError(ErrorCode.HANDLER_ERROR, "why");
        Settlement settlement =
                outcome == Outcome.SUCCEEDED
                        ? Settlement.succeeded(ref, holder(id), Json.NULL, null)
                        : Settlement.unsuccessful(ref, holder(id), outcome, error, null);
        boolean accepted = engine.settle(settlement, turn).isEmpty();
        ledger.settled(settlement, accepted);
    }

    private void report() {
        JobId id = job();
        AttemptRef ref = ref(id, ahead(id));
        NodeId node = holder(id);
        engine.progress(
                switch (chance.nextInt(4)) {
                    case 0 -> Progress.started(ref, node);
                    case 1 -> Progress.at(ref, node, chance.nextDouble(), null);
                    case 2 -> Progress.partial(ref, node, new Partial(1, Json.NULL));
                    default -> Progress.checkpoint(ref, node, new Checkpoint(1, 0, Json.NULL));
                },
                turn);
        ledger.evidence(ref, node);
    }

    private void beat(NodeId node) {
        List<AttemptRef> running =
                ledger.heldBy(node).stream().filter(_ -> chance.nextInt(5) > 0).toList();
        int seq = seqs.merge(node, 1, Integer::sum);
        String incarnation = "life-" + seq / (3 + chance.nextInt(20));
        Heartbeat heartbeat = heartbeat(node, incarnation, seq, running);
        // Whose clock is wrong does not matter: nobody reads it.
        Instant at = now.plusSeconds(chance.nextInt(20) == 0 ? 3_600 : 0);
        engine.heartbeat(new Delivery<>(heartbeat, at), turn);
        boolean taken =
                nodes.get(node).filter(k -> k.heartbeat().equals(heartbeat.facts())).isPresent();
        running.stream().filter(_ -> taken).forEach(ref -> ledger.evidence(ref, node));
    }
}
