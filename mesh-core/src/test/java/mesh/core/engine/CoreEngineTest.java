package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoreEngineTest {
    private static final CoreSettings SETTINGS =
            new CoreSettings(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(11),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    3,
                    10);
    private final Random chance = new Random(7);
    private final NodeTable nodes = new NodeTable();
    private final CoreEngine engine = new CoreEngine(SETTINGS, nodes);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Turn turn;

    @BeforeEach
    void begin() {
        turn = new Turn(now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        turn = new Turn(now);
    }

    private JobId admit() {
        return admit(4, Optional.empty());
    }

    private JobId admit(int priority, Optional<Instant> deadline) {
        JobId id = JobId.make(now, chance);
        engine.admit(new JobSpec(id, Jobs.ECHO, Needs.NONE, priority, deadline, 3), turn);
        return id;
    }

    private void award(JobId id, int attempt, NodeId node) {
        engine.award(new Award(id, attempt, node, null), turn);
    }

    private void beat(NodeId node, String incarnation, long seq, AttemptRef... running) {
        engine.heartbeat(
                new Delivery<>(heartbeat(node, incarnation, seq, List.of(running)), now), turn);
    }

    private List<JobEvent> happened() {
        return turn.happenings().stream().map(Turn.Happening::event).toList();
    }

    @Test
    void offers_what_was_admitted_in_the_same_turn() {
        JobId id = admit();
        engine.fill(turn);
        assertThat(turn.offers()).singleElement().satisfies(
                wanted -> {
                    assertThat(wanted.spec().id()).isEqualTo(id);
                    assertThat(wanted.attempt()).isEqualTo(1);
                });
    }

    @Test
    void offers_only_so_many_of_a_lane_at_once_and_the_next_as_they_are_awarded() {
        List<JobId> ids = List.of(admit(), admit(), admit(), admit(), admit());
        engine.fill(turn);
        assertThat(turn.offers()).extracting(w -> w.spec().id()).containsExactlyElementsOf(ids.subList(0, 3));
        pass(Duration.ofMillis(1));
        award(ids.getFirst(), 1, N1);
        engine.fill(turn);
        assertThat(turn.offers()).extracting(w -> w.spec().id()).containsExactly(ids.get(3));
    }

    @Test
    void a_full_lane_does_not_hold_another_up() {
        for (int i = 0; i < 5; i++) {
            admit();
        }
        JobId urgent = admit(9, Optional.empty());
        engine.fill(turn);
        assertThat(turn.offers()).extracting(w -> w.spec().id()).contains(urgent);
    }

    @Test
    void repeats_an_offer_until_it_is_awarded() {
        JobId id = admit();
        engine.fill(turn);
        pass(Duration.ofSeconds(4));
        engine.tick(turn);
        assertThat(turn.offers()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(turn.offers()).hasSize(1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(6));
        beat(N1, "a", 1, new AttemptRef(id, 1));
        engine.tick(turn);
        assertThat(turn.offers()).isEmpty();
    }

    @Test
    void takes_a_job_back_when_its_lease_is_over() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofSeconds(14));
        engine.tick(turn);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, id, 1));
        assertThat(turn.offers()).singleElement().satisfies(
                wanted -> {
                    assertThat(wanted.attempt()).isEqualTo(2);
                    assertThat(wanted.avoid()).containsExactly(N1);
                });
    }

    @Test
    void a_heartbeat_that_names_the_attempt_renews_its_lease() {
        JobId id = admit();
        award(id, 1, N1);
        for (int seq = 1; seq <= 10; seq++) {
            pass(Duration.ofSeconds(5));
            beat(N1, "a", seq, new AttemptRef(id, 1));
            engine.tick(turn);
            assertThat(happened()).isEmpty();
        }
    }

    @Test
    void progress_renews_the_lease_also_when_it_is_a_repeat() {
        JobId id = admit();
        award(id, 1, N1);
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(10));
            engine.progress(Progress.started(new AttemptRef(id, 1), N1), turn);
            engine.tick(turn);
        }
        assertThat(happened()).noneMatch(JobEvent.AttemptLost.class::isInstance);
    }

    @Test
    void a_departed_node_loses_what_it_held_at_once() {
        JobId id = admit();
        beat(N1, "a", 1);
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        engine.departed(N1, turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void an_award_to_a_node_that_has_departed_is_taken_back() {
        JobId id = admit();
        beat(N1, "a", 1);
        engine.departed(N1, turn);
        pass(Duration.ofMillis(5));
        award(id, 1, N1);
        assertThat(happened())
                .hasExactlyElementsOfTypes(JobEvent.Awarded.class, JobEvent.AttemptLost.class);
    }

    @Test
    void a_restarted_node_loses_what_it_no_longer_names_at_once() {
        JobId id = admit();
        beat(N1, "a", 1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        beat(N1, "b", 1);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_live_node_loses_what_two_heartbeats_did_not_name() {
        JobId id = admit();
        beat(N1, "a", 1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        beat(N1, "a", 2);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(5));
        beat(N1, "a", 3);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void tells_a_node_to_stop_what_it_should_not_run() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        beat(N2, "a", 1, new AttemptRef(id, 1));
        assertThat(turn.controls()).containsExactly(Control.cancel(N2, id, 1));
        award(id, 1, N2);
        assertThat(turn.controls()).hasSize(2);
    }

    @Test
    void a_heartbeat_older_than_what_is_known_changes_nothing() {
        beat(N1, "a", 5);
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofSeconds(14));
        beat(N1, "a", 5, new AttemptRef(id, 1));
        pass(Duration.ofSeconds(2));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_deadline_ends_a_job_wherever_it_is() {
        JobId id = admit(4, Optional.of(now.plusSeconds(3)));
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.Expired.class);
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, id, 1));
        assertThat(engine.openJobs()).isZero();
    }

    @Test
    void a_settlement_that_comes_twice_is_a_repeat_and_one_of_a_stranger_unknown() {
        JobId id = admit();
        var settlement = Settlement.succeeded(new AttemptRef(id, 1), N1, Json.NULL, null);
        assertThat(engine.settle(settlement, turn)).isEmpty();
        assertThat(engine.settle(settlement, turn)).contains(Refusal.REPEATED);
        var stranger =
                Settlement.succeeded(
                        new AttemptRef(JobId.make(now, chance), 1), N1, Json.NULL, null);
        assertThat(engine.settle(stranger, turn)).contains(Refusal.UNKNOWN_JOB);
        assertThat(turn.refused())
                .containsEntry(Refusal.REPEATED, 1)
                .containsEntry(Refusal.UNKNOWN_JOB, 1);
    }

    @Test
    void what_a_node_declined_is_not_offered_again_at_once() {
        JobId id = admit();
        engine.fill(turn);
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(id, 1),
                        N1,
                        Settlement.Outcome.DECLINED,
                        new JobError(
                                ErrorCode.DRAINING, ""),
                        null),
                turn);
        engine.fill(turn);
        assertThat(turn.offers()).isEmpty();
        pass(Duration.ofSeconds(5));
        engine.tick(turn);
        assertThat(turn.offers()).hasSize(1);
    }

    @Test
    void a_restored_attempt_gets_a_whole_lease() {
        JobId id = JobId.make(now, chance);
        engine.restore(
                new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), 3),
                new JobState.Running(1, N1, JobState.History.NONE),
                3,
                now);
        pass(Duration.ofSeconds(14));
        engine.tick(turn);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(turn.happenings())
                .singleElement()
                .satisfies(happening -> assertThat(happening.seq()).isEqualTo(4));
    }

    @Test
    void has_room_for_so_many_open_jobs_and_no_more() {
        for (int i = 0; i < 10; i++) {
            assertThat(engine.hasRoomFor(1)).isTrue();
            admit();
        }
        assertThat(engine.hasRoomFor(1)).isFalse();
    }
}
