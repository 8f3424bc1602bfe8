package mesh.worker.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.message.Settlement.Usage;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final JobType ECHO = new JobType("echo");
    private static final Capabilities CAPABILITIES =
            new Capabilities(Map.of("type_echo", "true", "region", "eu"));

    private final Attempts attempts = new Attempts(NODE, CAPABILITIES, Set.of(ECHO), 2);

    private static JobId job(int number) {
        return new JobId(new UUID(0, number));
    }

    private static Assignment assignment(int job, int attempt) {
        return assignment(job, attempt, 4);
    }

    private static Assignment assignment(int job, int attempt, int priority) {
        return new Assignment(job(job), attempt, NODE, ECHO, Needs.NONE, priority, null, Json.NULL);
    }

    private static AttemptRef ref(int job, int attempt) {
        return new AttemptRef(job(job), attempt);
    }

    private static Settlement settlement(List<Step> steps) {
        return steps.stream()
                .filter(Step.Settle.class::isInstance)
                .map(step -> ((Step.Settle) step).settlement())
                .findFirst()
                .orElseThrow();
    }

    private static List<AttemptRef> started(List<Step> steps) {
        var started = new ArrayList<AttemptRef>();
        for (Step step : steps) {
            if (step instanceof Step.Start(Assignment assignment)) {
                started.add(assignment.ref());
            }
        }
        return started;
    }

    private List<Step> succeeds(int job, int attempt) {
        return attempts.ended(ref(job, attempt), new Ending.Returned(Json.NULL), Usage.NONE);
    }

    private List<Step> fails(int job, int attempt) {
        return attempts.ended(
                ref(job, attempt),
                new Ending.Failed(new JobError(ErrorCode.HANDLER_ERROR, "broken")),
                Usage.NONE);
    }

    @Test
    void starts_what_it_is_assigned() {
        assertThat(started(attempts.assigned(assignment(1, 1)))).containsExactly(ref(1, 1));
        assertThat(attempts.busy()).isEqualTo(1);
        assertThat(attempts.held()).containsExactly(ref(1, 1));
    }

    @Test
    void settles_a_success_and_a_failure_as_they_are() {
        attempts.assigned(assignment(1, 1));
        attempts.assigned(assignment(2, 1));
        assertThat(settlement(succeeds(1, 1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
        Settlement failed = settlement(fails(2, 1));
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.error().message()).isEqualTo("broken");
    }

    @Test
    void ignores_an_assignment_to_another_node() {
        var foreign =
                new Assignment(job(1), 1, new NodeId("n2"), ECHO, Needs.NONE, 4, null, Json.NULL);
        assertThat(attempts.assigned(foreign)).isEmpty();
    }

    @Test
    void declines_a_type_that_it_does_not_run() {
        var unknown =
                new Assignment(
                        job(1), 1, NODE, new JobType("paint"), Needs.NONE, 4, null, Json.NULL);
        Settlement declined = settlement(attempts.assigned(unknown));
        assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(declined.error().code()).isEqualTo(ErrorCode.NOT_CAPABLE);
        assertThat(declined.error().message()).contains("paint");
    }

    @Test
    void declines_needs_that_its_own_capabilities_do_not_satisfy() {
        var needs = Needs.of(TextNode.valueOf("region = 'us'"));
        Settlement declined =
                settlement(
                        attempts.assigned(
                                new Assignment(job(1), 1, NODE, ECHO, needs, 4, null, Json.NULL)));
        assertThat(declined.error().code()).isEqualTo(ErrorCode.NOT_CAPABLE);
        assertThat(declined.error().message()).contains("region = 'us'");
    }

    @Test
    void ignores_a_repeat_of_what_runs_or_waits() {
        for (int job = 1; job <= 3; job++) {
            attempts.assigned(assignment(job, 1));
        }
        assertThat(attempts.assigned(assignment(1, 1))).isEmpty();
        assertThat(attempts.assigned(assignment(3, 1))).isEmpty();
        assertThat(attempts.held()).hasSize(3);
    }

    @Test
    void answers_a_repeat_of_what_is_settled_with_the_same_settlement() {
        attempts.assigned(assignment(1, 1));
        Settlement first = settlement(succeeds(1, 1));
        attempts.sent(List.of(ref(1, 1)));
        assertThat(attempts.assigned(assignment(1, 1))).containsExactly(new Step.Settle(first));
    }

    @Test
    void does_not_answer_a_repeat_while_the_answer_is_still_unsent() {
        attempts.assigned(assignment(1, 1));
        succeeds(1, 1);
        assertThat(attempts.assigned(assignment(1, 1))).isEmpty();
    }

    @Test
    void holds_an_attempt_until_its_settlement_is_sent() {
        attempts.assigned(assignment(1, 1));
        succeeds(1, 1);
        assertThat(attempts.held()).containsExactly(ref(1, 1));
        attempts.sent(List.of(ref(1, 1)));
        assertThat(attempts.held()).isEmpty();
    }

    @Test
    void forgets_the_oldest_settlements_beyond_the_bound() {
        for (int job = 0; job <= Memory.MOST; job++) {
            attempts.assigned(assignment(job, 1));
            succeeds(job, 1);
            attempts.sent(List.of(ref(job, 1)));
        }
        assertThat(started(attempts.assigned(assignment(0, 1)))).containsExactly(ref(0, 1));
        assertThat(started(attempts.assigned(assignment(1, 1)))).isEmpty();
    }

    @Test
    void forgets_the_oldest_settlements_when_their_results_are_large() {
        var large = new Json('"' + "x".repeat(Memory.MOST_CHARACTERS / 2) + '"');
        for (int job = 1; job <= 3; job++) {
            attempts.assigned(assignment(job, 1));
            attempts.ended(ref(job, 1), new Ending.Returned(large), Usage.NONE);
            attempts.sent(List.of(ref(job, 1)));
        }
        assertThat(started(attempts.assigned(assignment(1, 1)))).containsExactly(ref(1, 1));
        assertThat(started(attempts.assigned(assignment(3, 1)))).isEmpty();
    }

    @Test
    void runs_what_waits_by_priority_and_then_by_arrival() {
        attempts.assigned(assignment(1, 1));
        attempts.assigned(assignment(2, 1));
        attempts.assigned(assignment(3, 1, 4));
        attempts.assigned(assignment(4, 1, 4));
        attempts.assigned(assignment(5, 1, 9));
        assertThat(started(succeeds(1, 1))).containsExactly(ref(5, 1));
        assertThat(started(succeeds(2, 1))).containsExactly(ref(3, 1));
        assertThat(started(succeeds(5, 1))).containsExactly(ref(4, 1));
    }

    @Test
    void declines_what_does_not_fit_into_its_queue() {
        for (int job = 0; job < Attempts.MOST_WAITING + 2; job++) {
            assertThat(attempts.assigned(assignment(job, 1)))
                    .allMatch(Step.Start.class::isInstance);
        }
        Settlement declined = settlement(attempts.assigned(assignment(99_999, 1)));
        assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(declined.error().message()).contains("1024 jobs waiting");
    }

    @Test
    void stops_an_older_attempt_and_runs_the_newer_when_it_has_ended() {
        attempts.assigned(assignment(1, 1));
        assertThat(attempts.assigned(assignment(1, 2))).containsExactly(new Step.Stop(ref(1, 1)));
        List<Step> steps = fails(1, 1);
        assertThat(settlement(steps).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(started(steps)).containsExactly(ref(1, 2));
        assertThat(attempts.assigned(assignment(1, 1))).hasSize(0);
    }

    @Test
    void ignores_an_attempt_older_than_the_one_that_runs() {
        attempts.assigned(assignment(1, 2));
        assertThat(attempts.assigned(assignment(1, 1))).isEmpty();
    }

    @Test
    void settles_a_waiting_attempt_that_is_cancelled_at_once() {
        for (int job = 1; job <= 3; job++) {
            attempts.assigned(assignment(job, 1));
        }
        assertThat(settlement(attempts.cancelled(ref(3, 1))).outcome())
                .isEqualTo(Outcome.CANCELLED);
        assertThat(started(succeeds(1, 1))).isEmpty();
    }

    @Test
    void stops_a_running_attempt_that_is_cancelled_once() {
        attempts.assigned(assignment(1, 1));
        assertThat(attempts.cancelled(ref(1, 1))).containsExactly(new Step.Stop(ref(1, 1)));
        assertThat(attempts.cancelled(ref(1, 1))).isEmpty();
        assertThat(attempts.cancelled(ref(1, 7))).isEmpty();
        assertThat(settlement(fails(1, 1)).error().code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void believes_a_handler_that_succeeded_although_it_was_told_to_stop() {
        attempts.assigned(assignment(1, 1));
        attempts.cancelled(ref(1, 1));
        assertThat(settlement(succeeds(1, 1)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void keeps_the_slot_of_an_abandoned_handler_taken_until_it_ends() {
        attempts.assigned(assignment(1, 1));
        attempts.assigned(assignment(2, 1));
        attempts.assigned(assignment(3, 1));
        attempts.cancelled(ref(1, 1));
        List<Step> steps = attempts.abandoned(ref(1, 1), Usage.NONE);
        assertThat(settlement(steps).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(started(steps)).isEmpty();
        assertThat(attempts.busy()).isEqualTo(2);
        assertThat(succeeds(1, 1)).containsExactly(new Step.Start(assignment(3, 1)));
    }
}
