package mesh.core.job;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import mesh.core.Jobs;
import mesh.core.job.JobState.History;
import mesh.core.job.JobState.Running;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// When a job that failed may run again, where, and who is to blame.
class RetryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId ID = JobId.make(NOW, new Random(1));
    private final Random chance = new Random(5);

    private static JobSpec spec(int maxAttempts) {
        return new JobSpec(
                ID, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), maxAttempts, 4);
    }

    private static NodeId node(int number) {
        return new NodeId("node-" + number);
    }

    /// The attempt after so many others on other nodes, and what becomes of the job when it fails.
    private JobEvent fail(History history, NodeId node, int maxAttempts) {
        int attempt = history.failures() + 1;
        var settlement =
                Settlement.unsuccessful(
                        new AttemptRef(ID, attempt),
                        node,
                        Settlement.Outcome.FAILED,
                        new JobError(ErrorCode.HANDLER_ERROR, "no such file"),
                        null);
        return decide(history, node, new Input.Settle(settlement), maxAttempts);
    }

    private JobEvent lose(History history, NodeId node, int maxAttempts) {
        int attempt = history.failures() + 1;
        return decide(history, node, new Input.Lose(attempt, node, "gone"), maxAttempts);
    }

    private JobEvent decide(History history, NodeId node, Input input, int maxAttempts) {
        var running = new Running(history.failures() + 1, node, history);
        Decision decision = Lifecycle.decide(spec(maxAttempts), running, input, NOW, chance);
        return ((Decision.Happened) decision).events().getFirst();
    }

    private static History failed(int times) {
        History history = History.NONE;
        for (int i = 1; i <= times; i++) {
            history = history.failed(node(i));
        }
        return history;
    }

    @Test
    void waits_longer_after_each_failure_and_half_a_minute_at_the_most() {
        List<Integer> seconds = List.of(1, 2, 4, 8, 16, 30, 30, 30);
        for (int failures = 0; failures < seconds.size(); failures++) {
            var waits = new TreeSet<Long>();
            for (int i = 0; i < 200; i++) {
                var again = (JobEvent.AttemptFailed) fail(failed(failures), N1, 100);
                waits.add(Duration.between(NOW, again.notBefore()).toMillis());
            }
            long middle = seconds.get(failures) * 1_000L;
            assertThat(waits.first()).isBetween(middle * 8 / 10, middle * 85 / 100);
            assertThat(waits.last()).isBetween(middle * 115 / 100, middle * 12 / 10);
        }
    }

    @Test
    void a_first_loss_is_mended_at_once_and_further_ones_back_off() {
        var first = (JobEvent.AttemptLost) lose(History.NONE, N1, 100);
        assertThat(first.notBefore()).isNull();
        var second = (JobEvent.AttemptLost) lose(History.NONE.lost(N1), node(2), 100);
        assertThat(Duration.between(NOW, second.notBefore()).toMillis()).isBetween(1_600L, 2_400L);
    }

    @Test
    void a_first_loss_is_mended_at_once_after_failures_too() {
        var lost = (JobEvent.AttemptLost) lose(failed(4), N1, 100);
        assertThat(lost.notBefore()).isNull();
    }

    @Test
    void the_nodes_it_failed_on_and_those_that_declined_are_avoided() {
        History history = failed(2).declined(N1);
        assertThat(history.avoid()).containsExactlyInAnyOrder(node(1), node(2), N1);
    }

    @Test
    void three_nodes_that_it_failed_on_are_not_to_blame() {
        History history = failed(2).lost(node(3)).declined(N1);
        assertThat(history.ownFault()).isTrue();
        assertThat(history.avoid()).containsExactly(N1);
    }

    @Test
    void what_was_declined_thrice_is_nobodys_fault() {
        History history = History.NONE.declined(N1).declined(node(1)).declined(node(2));
        assertThat(history.ownFault()).isFalse();
        assertThat(history.avoid()).hasSize(3);
    }

    @Test
    void failing_thrice_on_one_node_does_not_acquit_it() {
        History history = History.NONE.failed(N1).failed(N1).failed(N1);
        assertThat(history.ownFault()).isFalse();
        assertThat(history.avoid()).isEqualTo(Set.of(N1));
    }

    @Test
    void the_end_says_whose_fault_it_is_however_long_the_nodes_message_is() {
        var failed = (JobEvent.Failed) fail(failed(2), N1, 3);
        assertThat(failed.error().code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(failed.error().message())
                .startsWith("no such file")
                .contains("it failed on 3 distinct nodes")
                .contains("job's own");
        assertThat(((JobEvent.Failed) fail(failed(1), N1, 2)).error().message())
                .isEqualTo("no such file");
        var lost = (JobEvent.Failed) lose(failed(2), N1, 3);
        assertThat(lost.error().message()).contains("it failed on 3 distinct nodes");
        var longest = new JobError(ErrorCode.HANDLER_ERROR, "x".repeat(JobError.MOST_CHARACTERS));
        assertThat(Blame.on(failed(3), longest).message())
                .hasSize(JobError.MOST_CHARACTERS)
                .endsWith("job's own");
    }

    @Test
    void a_result_that_is_too_large_counts_like_any_failure() {
        var large = new Json("\"" + "x".repeat(Limits.RESULT_BYTES) + "\"");
        var settlement = Settlement.succeeded(new AttemptRef(ID, 3), N1, large, null);
        var end = (JobEvent.Failed) decide(failed(2), N1, new Input.Settle(settlement), 9);
        assertThat(end.error().code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE);
        assertThat(end.error().message()).contains("it failed on 3 distinct nodes");
    }

    @Test
    void maxAttempts_stays_the_users_word() {
        assertThat(fail(failed(5), N1, 100)).isInstanceOf(JobEvent.AttemptFailed.class);
    }

    @Test
    void so_many_that_declined_are_noted_and_no_more() {
        History history = History.NONE;
        for (int i = 0; i < 1_000; i++) {
            history = history.declined(node(i));
        }
        assertThat(history.declinedBy()).hasSize(History.MOST_DECLINED);
        assertThat(history.declinedBefore(node(5_000))).isTrue();
    }
}
