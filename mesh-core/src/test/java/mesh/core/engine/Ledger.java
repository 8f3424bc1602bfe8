package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;

/// Books about an engine, kept apart from it, and the invariants of the design that they prove
/// after each turn, by their numbers.
final class Ledger {
    private record Sign(AttemptRef ref, NodeId node) {}

    private final Duration lease;
    private final Map<JobId, JobSpec> specs = new TreeMap<>();
    private final Map<JobId, List<JobEvent>> logs = new TreeMap<>();
    private final Map<JobId, JobState> states = new TreeMap<>();
    private final Map<Sign, Instant> evidence = new HashMap<>();
    private final Map<NodeId, Instant> departures = new HashMap<>();
    private final Set<JobId> accepted = new HashSet<>();
    private final List<Settlement> acceptedNow = new ArrayList<>();
    private Instant now;

    Ledger(Duration lease) {
        this.lease = lease;
    }

    void begin(Instant time) {
        now = time;
        acceptedNow.clear();
    }

    void admit(JobSpec spec) {
        specs.put(spec.id(), spec);
    }

    /// A sign that this attempt goes on there, for what it is worth.
    void evidence(AttemptRef ref, NodeId node) {
        evidence.put(new Sign(ref, node), now);
    }

    void departed(NodeId node) {
        departures.put(node, now);
    }

    void settled(Settlement settlement, boolean wasAccepted) {
        if (wasAccepted) {
            acceptedNow.add(settlement);
        }
    }

    Optional<JobState> state(JobId id) {
        return Optional.ofNullable(states.get(id));
    }

    Collection<JobId> all() {
        return states.keySet();
    }

    List<JobState.Open> open() {
        return states.values().stream()
                .filter(JobState.Open.class::isInstance)
                .map(JobState.Open.class::cast)
                .toList();
    }

    List<AttemptRef> heldBy(NodeId node) {
        var refs = new ArrayList<AttemptRef>();
        states.forEach(
                (id, state) -> {
                    if (state instanceof JobState.Held held && held.node().equals(node)) {
                        refs.add(new AttemptRef(id, held.attempt()));
                    }
                });
        return refs;
    }

    void commit(Turn turn) {
        turn.happenings().forEach(this::happen);
        checkSettlements(turn);
        checkOffers(turn);
        checkLeases();
        checkDeadlines();
    }

    private void happen(Turn.Happening happening) {
        JobId id = happening.job();
        JobState before = states.getOrDefault(id, JobState.Queued.NEW);
        // 1: nothing follows the end; 3: an award needs a job that nobody holds. A broken rule
        // throws.
        JobState after = Lifecycle.apply(before, happening.event());
        if (before instanceof JobState.Queued queued
                && happening.event() instanceof JobEvent.Awarded) {
            assertThat(queued.waits(now)).as("%s awarded before its time", id).isFalse();
        }
        if (before instanceof JobState.Held held
                && happening.event() instanceof JobEvent.AttemptLost lost
                && lost.reason().contains("lease")) {
            checkLoss(id, held);
        }
        List<JobEvent> log = logs.computeIfAbsent(id, _ -> new ArrayList<>());
        log.add(happening.event());
        // 9: what the engine says the state is, is the fold of what it said happened.
        assertThat(happening.after()).isEqualTo(after).isEqualTo(Lifecycle.fold(log));
        assertThat(happening.seq()).isEqualTo(log.size());
        states.put(id, after);
        if (after instanceof JobState.Held held) {
            evidence(new AttemptRef(id, held.attempt()), held.node());
        }
    }

    /// 8: nothing is taken for silent but by the core's own clock.
    private void checkLoss(JobId id, JobState.Held held) {
        Instant heard = evidence.get(new Sign(new AttemptRef(id, held.attempt()), held.node()));
        boolean left =
                Optional.ofNullable(departures.get(held.node()))
                        .filter(at -> at.plus(lease).isAfter(now))
                        .isPresent();
        assertThat(left || !heard.plus(lease).isAfter(now))
                .as("%s on %s was heard at %s", id, held.node(), heard)
                .isTrue();
    }

    /// 2: at most one settlement is accepted that ends a job, and only of the current attempt.
    private void checkSettlements(Turn turn) {
        for (Settlement settlement : acceptedNow) {
            List<JobEvent> log = logs.get(settlement.job());
            boolean ofItsAttempt =
                    turn.happenings().stream()
                            .filter(h -> h.job().equals(settlement.job()))
                            .anyMatch(h -> isAnswer(h.event(), settlement));
            assertThat(ofItsAttempt).as("%s in %s", settlement, log).isTrue();
            if (settlement.outcome() == Settlement.Outcome.SUCCEEDED) {
                assertThat(accepted.add(settlement.job())).as("%s twice", settlement).isTrue();
            }
        }
    }

    private static boolean isAnswer(JobEvent event, Settlement settlement) {
        int attempt = settlement.attempt();
        NodeId node = settlement.node();
        return switch (event) {
            case JobEvent.Succeeded(int a, NodeId n, _) -> a == attempt && n.equals(node);
            case JobEvent.AttemptFailed(int a, NodeId n, _, _) -> a == attempt && n.equals(node);
            case JobEvent.AttemptLost(int a, NodeId n, _, _) -> a == attempt && n.equals(node);
            case JobEvent.Declined(int a, NodeId n, _) -> a == attempt && n.equals(node);
            case JobEvent.Failed(int a, NodeId n, _) -> a == attempt && n.equals(node);
            case JobEvent.Submitted _,
                    JobEvent.Awarded _,
                    JobEvent.Started _,
                    JobEvent.Expired _,
                    JobEvent.Cancelled _ ->
                    false;
        };
    }

    private void checkOffers(Turn turn) {
        for (Turn.Wanted wanted : turn.offers()) {
            JobState state = states.get(wanted.spec().id());
            if (state instanceof JobState.Queued queued) {
                assertThat(queued.waits(now)).isFalse();
                assertThat(wanted.attempt()).isEqualTo(queued.attempt() + 1);
            }
        }
    }

    /// 3 and 8: who holds a job was heard within a lease.
    private void checkLeases() {
        states.forEach(
                (id, state) -> {
                    if (state instanceof JobState.Held held) {
                        var sign = new Sign(new AttemptRef(id, held.attempt()), held.node());
                        assertThat(evidence.get(sign).plus(lease)).as("%s", sign).isAfter(now);
                    }
                });
    }

    private void checkDeadlines() {
        states.forEach(
                (id, state) -> {
                    if (state instanceof JobState.Open) {
                        assertThat(specs.get(id).deadline().orElseThrow()).isAfter(now);
                    }
                });
    }

    /// What was decided in this turn did not happen.
    void giveUp(Instant time) {
        acceptedNow.clear();
        specs.keySet().retainAll(states.keySet());
        for (NodeId node : List.copyOf(departures.keySet())) {
            departures.replace(node, time);
        }
    }

    /// Fills a new engine as a core does that starts.
    void restore(CoreEngine engine, Instant time) {
        logs.forEach(
                (id, log) -> {
                    if (Lifecycle.fold(log) instanceof JobState.Open open) {
                        engine.restore(specs.get(id), open, log.size(), time);
                        if (open instanceof JobState.Held held) {
                            evidence.put(
                                    new Sign(new AttemptRef(id, held.attempt()), held.node()),
                                    time);
                        }
                    }
                });
    }

    /// 1: each job that was admitted reached an end.
    void checkAllEnded(Collection<JobId> admitted) {
        assertThat(states.keySet()).containsAll(admitted);
        assertThat(open()).isEmpty();
    }
}
