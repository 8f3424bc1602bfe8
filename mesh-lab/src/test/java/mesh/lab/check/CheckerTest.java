package mesh.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Capabilities;
import org.junit.jupiter.api.Test;

/// A good history is clean, and a fault of each kind that is planted into it is named.
class CheckerTest extends Histories {
    @Test
    void a_good_history_is_clean() {
        Verdict verdict = verdict(job -> job);
        assertThat(verdict.clean()).as(verdict.offences().toString()).isTrue();
        assertThat(verdict.acknowledged()).isEqualTo(3);
        assertThat(verdict.attempts()).isEqualTo(6);
        assertThat(verdict.ends()).isEqualTo(Map.of("succeeded", 3));
        assertThat(verdict.text())
                .isEqualTo(
                        "3 acknowledged, 0 lost, 0 unexpected, 0 duplicated, 0 recovered of 0 without an"
                                + " answer");
    }

    @Test
    void an_acknowledged_job_that_is_not_there_is_lost() {
        FoundJob job = good("a");
        Verdict verdict =
                check(List.of(Submission.acknowledged("a", job.id(), Expectation.ANY)), List.of());
        assertOnly(verdict, Anomaly.LOST);
        assertThat(verdict.lost()).isEqualTo(1);
    }

    @Test
    void an_acknowledged_job_that_has_not_ended_is_lost() {
        Verdict verdict = verdict(job -> as(job, "running", 2, null, job.events().subList(0, 6)));
        assertOnly(verdict, Anomaly.UNFINISHED);
        assertThat(verdict.lost()).isEqualTo(1);
    }

    @Test
    void what_nobody_submitted_and_what_was_refused_is_unexpected() {
        Verdict verdict =
                check(
                        List.of(Submission.refused("a", "too-many-requests")),
                        List.of(good("a"), good("stranger"), good(null)));
        assertOnly(verdict, Anomaly.UNEXPECTED);
        assertThat(verdict.unexpected()).isEqualTo(3);
        assertThat(verdict.refused()).isEqualTo(1);
    }

    @Test
    void what_got_no_answer_may_be_there_or_not() {
        Verdict verdict =
                check(
                        List.of(
                                Submission.indeterminate("a", "cut", Expectation.ANY),
                                Submission.indeterminate("b", "cut", Expectation.ANY)),
                        List.of(good("a")));
        assertThat(verdict.clean()).as(verdict.offences().toString()).isTrue();
        assertThat(verdict.recovered()).isEqualTo(1);
        assertThat(verdict.indeterminate()).isEqualTo(2);
    }

    @Test
    void what_got_no_answer_and_never_ends_is_unfinished_and_not_lost() {
        FoundJob job = good("a");
        Verdict verdict =
                check(
                        List.of(Submission.indeterminate("a", "cut", Expectation.ANY)),
                        List.of(as(job, "running", 2, null, job.events().subList(0, 6))));
        assertOnly(verdict, Anomaly.UNFINISHED);
        assertThat(verdict.lost()).isZero();
    }

    @Test
    void a_job_that_the_mesh_lists_twice_is_duplicated() {
        FoundJob job = good("a");
        Verdict verdict =
                check(
                        List.of(Submission.acknowledged("a", job.id(), Expectation.ANY)),
                        List.of(job, job));
        assertOnly(verdict, Anomaly.DUPLICATED);
    }

    @Test
    void one_that_expires_before_its_time_is_over_is_named() {
        assertThat(expired(Duration.ofMillis(1)).clean()).isTrue();
        assertOnly(expired(Duration.ofMillis(2)), Anomaly.WRONG_END);
    }

    /// It expired 1 ms after its submission.
    private Verdict expired(Duration given) {
        FoundJob job =
                as(
                        good("a"),
                        "expired",
                        0,
                        null,
                        List.of(
                                event(1, "submitted", "queued", null, null),
                                event(2, "expired", "expired", null, null)));
        Expectation expected = Expectation.result(RESULT).orExpiredAfter(given);
        return check(List.of(Submission.acknowledged("a", job.id(), expected)), List.of(job));
    }

    @Test
    void one_submission_that_became_two_jobs_is_duplicated() {
        Verdict verdict =
                check(
                        List.of(Submission.indeterminate("a", "cut", Expectation.ANY)),
                        List.of(good("a"), good("a")));
        assertOnly(verdict, Anomaly.DUPLICATED);
        assertThat(verdict.duplicated()).isEqualTo(1);
    }

    @Test
    void two_submissions_answered_with_one_job_are_named() {
        FoundJob job = good("a");
        Verdict verdict =
                check(
                        List.of(
                                Submission.acknowledged("a", job.id(), Expectation.ANY),
                                Submission.acknowledged("b", job.id(), Expectation.ANY)),
                        List.of(job));
        assertOnly(verdict, Anomaly.DUPLICATED);
    }

    @Test
    void a_node_that_cannot_do_it_and_does_is_named() {
        FoundJob job = good("a");
        var without = new Capabilities(Map.of("type_echo", "true"));
        Verdict verdict =
                Checker.check(
                        new History(
                                List.of(Submission.acknowledged("a", job.id(), Expectation.ANY)),
                                List.of(job),
                                Map.of(N1, without, N2, without)));
        assertOnly(verdict, Anomaly.NEEDS_BROKEN);
    }

    @Test
    void a_node_that_declines_what_it_cannot_do_is_no_fault() {
        FoundJob job =
                as(
                        good("a"),
                        "cancelled",
                        1,
                        null,
                        List.of(
                                event(1, "submitted", "queued", null, null),
                                event(2, "awarded", "assigned", 1, N1),
                                event(3, "declined", "queued", 1, N1),
                                event(4, "cancelled", "cancelled", null, null)));
        Verdict verdict =
                Checker.check(
                        new History(
                                List.of(Submission.acknowledged("a", job.id(), Expectation.ANY)),
                                List.of(job),
                                Map.of(N1, Capabilities.NONE)));
        assertThat(verdict.clean()).as(verdict.offences().toString()).isTrue();
    }

    @Test
    void an_award_to_a_node_that_the_mesh_does_not_know_is_named() {
        FoundJob job = good("a");
        Verdict verdict =
                Checker.check(
                        new History(
                                List.of(Submission.acknowledged("a", job.id(), Expectation.ANY)),
                                List.of(job),
                                Map.of(
                                        N2,
                                        new Capabilities(
                                                Map.of("gpu", "1", "type_echo", "true")))));
        assertOnly(verdict, Anomaly.UNKNOWN_NODE);
        assertThat(verdict.offences().getFirst().text())
                .isEqualTo("attempt 1 went to n1, which the mesh does not know");
    }

    @Test
    void a_wrong_result_and_a_wrong_end_are_named() {
        assertOnly(
                verdict(job -> as(job, "succeeded", 2, new Json("1"), job.events())),
                Anomaly.WRONG_RESULT);
        FoundJob job = good("a");
        assertOnly(
                check(
                        List.of(
                                Submission.acknowledged(
                                        "a", job.id(), Expectation.ends("cancelled"))),
                        List.of(job)),
                Anomaly.WRONG_END);
    }

    @Test
    void many_offences_are_counted_and_few_are_kept() {
        var jobs = new ArrayList<FoundJob>();
        for (int i = 0; i < 100; i++) {
            jobs.add(good(null));
        }
        Verdict verdict = check(List.of(), jobs);
        assertThat(verdict.count(Anomaly.UNEXPECTED)).isEqualTo(100);
        assertThat(verdict.offences()).hasSize(5);
    }

    @Test
    void a_verdict_is_json() {
        JsonNode json = MeshJson.MAPPER.valueToTree(verdict(job -> with(job, List.of())));
        assertThat(json.path("acknowledged").asInt()).isEqualTo(3);
        assertThat(json.path("anomalies").path("state-mismatch").asInt()).isEqualTo(1);
        assertThat(json.path("offences").get(0).path("anomaly").asText())
                .isEqualTo("state-mismatch");
    }
}
