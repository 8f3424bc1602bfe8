package mesh.core.job;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import mesh.core.Jobs;
import mesh.core.job.JobState.Assigned;
import mesh.core.job.JobState.History;
import mesh.core.job.JobState.Queued;
import mesh.core.job.JobState.Running;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
    private static final JobId ID = JobId.make(Instant.EPOCH, new Random(1));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Random CHANCE = new Random(2);
    private static final JobSpec SPEC =
            new JobSpec(ID, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
    private static final Queued NEW = Queued.NEW;
    private static final Assigned ASSIGNED =
            new Assigned(2, N1, new History(1, 0, Set.of(N2), Set.of()));
    private static final Running RUNNING =
            new Running(2, N1, new History(1, 0, Set.of(N2), Set.of()));

    private static Settlement success(int attempt, NodeId node) {
        return Settlement.succeeded(new AttemptRef(ID, attempt), node, new Json("1"), null);
    }

    private static Settlement failure(int attempt, Settlement.Outcome outcome, ErrorCode code) {
        return Settlement.unsuccessful(
                new AttemptRef(ID, attempt), N1, outcome, new JobError(code, "why"), null);
    }

    private static List<JobEvent> events(JobState state, Input input) {
        return ((Decision.Happened) Lifecycle.decide(SPEC, state, input, NOW, CHANCE)).events();
    }

    private static Refusal refusal(JobState state, Input input) {
        return ((Decision.Refused) Lifecycle.decide(SPEC, state, input, NOW, CHANCE)).reason();
    }

    @Test
    void an_award_of_the_next_attempt_assigns_a_queued_job() {
        assertThat(events(NEW, new Input.Award(1, N1)))
                .containsExactly(new JobEvent.Awarded(1, N1));
        assertThat(Lifecycle.apply(NEW, new JobEvent.Awarded(1, N1)))
                .isEqualTo(new Assigned(1, N1, History.NONE));
    }

    @Test
    void refuses_an_award_of_another_attempt_than_the_next() {
        var queued = new Queued(2, History.NONE);
        assertThat(refusal(queued, new Input.Award(2, N1))).isEqualTo(Refusal.LATE);
        assertThat(refusal(queued, new Input.Award(4, N1))).isEqualTo(Refusal.UNKNOWN_ATTEMPT);
    }

    @Test
    void a_settlement_may_overtake_the_award_that_it_answers() {
        assertThat(events(NEW, new Input.Settle(success(1, N1))))
                .containsExactly(
                        new JobEvent.Awarded(1, N1),
                        new JobEvent.Started(1, N1),
                        new JobEvent.Succeeded(1, N1, new Json("1")));
    }

    @Test
    void a_start_may_overtake_the_award_that_it_answers() {
        assertThat(events(NEW, new Input.Start(1, N1)))
                .containsExactly(new JobEvent.Awarded(1, N1), new JobEvent.Started(1, N1));
    }

    @Test
    void refuses_a_settlement_of_an_earlier_attempt() {
        assertThat(refusal(RUNNING, new Input.Settle(success(1, N1)))).isEqualTo(Refusal.LATE);
        assertThat(refusal(new Queued(2, History.NONE), new Input.Settle(success(2, N1))))
                .isEqualTo(Refusal.LATE);
    }

    @Test
    void refuses_a_settlement_of_another_node() {
        assertThat(refusal(RUNNING, new Input.Settle(success(2, N2))))
                .isEqualTo(Refusal.OTHER_NODE);
        assertThat(refusal(ASSIGNED, new Input.Award(2, N2))).isEqualTo(Refusal.OTHER_NODE);
    }

    @Test
    void what_is_known_is_a_repeat() {
        assertThat(refusal(ASSIGNED, new Input.Award(2, N1))).isEqualTo(Refusal.REPEATED);
        assertThat(refusal(RUNNING, new Input.Start(2, N1))).isEqualTo(Refusal.REPEATED);
    }

    @Test
    void a_failure_is_tried_again_until_the_attempts_are_used_up() {
        Settlement failed = failure(2, Settlement.Outcome.FAILED, ErrorCode.HANDLER_ERROR);
        assertThat(events(RUNNING, new Input.Settle(failed)))
                .singleElement()
                .isInstanceOfSatisfying(
                        JobEvent.AttemptFailed.class,
                        event -> assertThat(event.error()).isEqualTo(failed.error()));
        var last = new Running(3, N1, new History(2, 0, Set.of(N2), Set.of()));
        Settlement lastFailed = failure(3, Settlement.Outcome.FAILED, ErrorCode.HANDLER_ERROR);
        assertThat(events(last, new Input.Settle(lastFailed)))
                .containsExactly(new JobEvent.Failed(3, N1, lastFailed.error()));
    }

    @Test
    void a_failure_that_no_retry_can_mend_ends_the_job() {
        Settlement tooLarge = failure(2, Settlement.Outcome.FAILED, ErrorCode.RESULT_TOO_LARGE);
        assertThat(events(RUNNING, new Input.Settle(tooLarge)))
                .containsExactly(new JobEvent.Failed(2, N1, tooLarge.error()));
    }

    @Test
    void what_a_node_declines_does_not_count_against_the_job() {
        Settlement declined = failure(2, Settlement.Outcome.DECLINED, ErrorCode.DRAINING);
        JobEvent event = events(ASSIGNED, new Input.Settle(declined)).getFirst();
        assertThat(Lifecycle.apply(ASSIGNED, event))
                .isEqualTo(new Queued(2, new History(1, 0, Set.of(N2), Set.of(N1))));
    }

    @Test
    void what_is_declined_for_ever_ends_the_job_and_its_log() {
        JobState state = NEW;
        int events = 0;
        while (state instanceof JobState.Open) {
            int attempt = state.attempt() + 1;
            state = Lifecycle.apply(state, new JobEvent.Awarded(attempt, N1));
            var why = new JobError(ErrorCode.NODE_BUSY, "x".repeat(4_000));
            JobEvent end =
                    events(
                                    state,
                                    new Input.Settle(
                                            Settlement.unsuccessful(
                                                    new AttemptRef(ID, attempt),
                                                    N1,
                                                    Settlement.Outcome.DECLINED,
                                                    why,
                                                    null)))
                            .getFirst();
            if (end instanceof JobEvent.Declined(_, _, JobError error)) {
                assertThat(error.message()).hasSize(256);
            }
            state = Lifecycle.apply(state, end);
            events++;
        }
        assertThat(events).isEqualTo(JobSpec.MOST_DECLINED);
        assertThat(((JobState.Failed) state).error().code())
                .isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
        assertThat(((JobState.Failed) state).error().message())
                .startsWith("it was declined 1000 times, the last time by n1: x");
    }

    @Test
    void a_lost_attempt_is_tried_again_and_the_last_one_ends_the_job() {
        JobEvent lost = events(RUNNING, new Input.Lose(2, N1, "gone")).getFirst();
        assertThat(Lifecycle.apply(RUNNING, lost))
                .isEqualTo(new Queued(2, new History(2, 1, Set.of(N1, N2), Set.of())));
        var last = new Running(3, N1, new History(2, 0, Set.of(N2), Set.of()));
        assertThat(events(last, new Input.Lose(3, N1, "gone")))
                .singleElement()
                .isInstanceOfSatisfying(
                        JobEvent.Failed.class,
                        failed ->
                                assertThat(failed.error().code())
                                        .isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED));
    }

    @Test
    void a_result_over_the_limit_ends_the_job_without_it() {
        var large = new Json("\"" + "x".repeat(Limits.RESULT_BYTES) + "\"");
        var settlement = Settlement.succeeded(new AttemptRef(ID, 2), N1, large, null);
        assertThat(events(RUNNING, new Input.Settle(settlement)))
                .singleElement()
                .isInstanceOfSatisfying(
                        JobEvent.Failed.class,
                        failed ->
                                assertThat(failed.error().code())
                                        .isEqualTo(ErrorCode.RESULT_TOO_LARGE));
    }

    @Test
    void a_deadline_says_whether_any_node_could_have_run_it() {
        assertThat(events(NEW, new Input.PassDeadline(NoAward.NO_CAPABLE_NODE)))
                .singleElement()
                .isInstanceOfSatisfying(
                        JobEvent.Expired.class,
                        expired ->
                                assertThat(expired.error().code())
                                        .isEqualTo(ErrorCode.NO_CAPABLE_NODE));
        assertThat(events(RUNNING, new Input.PassDeadline(null)))
                .singleElement()
                .isInstanceOfSatisfying(
                        JobEvent.Expired.class,
                        expired ->
                                assertThat(expired.error().code())
                                        .isEqualTo(ErrorCode.DEADLINE_PASSED));
    }

    /// Random inputs: the fold of what happened is the state, the attempt's number never falls, no
    /// more than maxAttempts fail, and a job ends once.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_state_is_the_fold_of_the_events(long seed) {
        for (int run = 0; run < 200; run++) {
            var chance = new Random(seed * 1_000 + run);
            var log = new ArrayList<JobEvent>();
            JobState state = NEW;
            for (int step = 0; step < 60; step++) {
                int before = state.attempt();
                Decision decision =
                        Lifecycle.decide(SPEC, state, input(chance, state), NOW, chance);
                if (decision instanceof Decision.Happened(List<JobEvent> events)) {
                    for (JobEvent event : events) {
                        state = Lifecycle.apply(state, event);
                        log.add(event);
                    }
                }
                assertThat(state.attempt())
                        .as("seed %d run %d", seed, run)
                        .isGreaterThanOrEqualTo(before);
                if (state instanceof JobState.Open open) {
                    assertThat(open.history().failures()).isLessThan(SPEC.maxAttempts());
                }
            }
            assertThat(Lifecycle.fold(log)).as("seed %d run %d", seed, run).isEqualTo(state);
        }
    }

    private static Input input(Random chance, JobState state) {
        int attempt = Math.max(1, state.attempt() + chance.nextInt(-1, 2));
        NodeId node = chance.nextBoolean() ? N1 : N2;
        return switch (chance.nextInt(12)) {
            case 0, 1, 2 -> new Input.Award(attempt, node);
            case 3, 4 -> new Input.Start(attempt, node);
            case 5 -> new Input.Settle(success(attempt, node));
            case 6, 7 ->
                    new Input.Settle(
                            failure(attempt, Settlement.Outcome.FAILED, ErrorCode.HANDLER_ERROR));
            case 8 ->
                    new Input.Settle(
                            failure(attempt, Settlement.Outcome.DECLINED, ErrorCode.DRAINING));
            case 9, 10 -> new Input.Lose(attempt, node, "lost");
            default ->
                    chance.nextInt(10) == 0 ? new Input.Cancel() : new Input.Award(attempt, node);
        };
    }
}
