package mesh.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A job's log that cannot be is named by what it breaks.
class ReplayTest extends Histories {
    @Test
    void a_second_settlement_is_named_by_all_that_it_breaks() {
        Verdict verdict =
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.add(event(8, "succeeded", "succeeded", 2, N2));
                            return with(job, events);
                        });
        assertOnly(
                verdict, Anomaly.MORE_THAN_ONE_END, Anomaly.SETTLED_TWICE, Anomaly.EVENT_AFTER_END);
        assertThat(verdict.duplicated()).isEqualTo(1);
    }

    @Test
    void something_after_the_end_is_named() {
        Verdict verdict =
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.add(event(8, "started", "running", 2, N2));
                            return as(job, "running", 2, RESULT, events);
                        });
        assertThat(verdict.count(Anomaly.EVENT_AFTER_END)).isEqualTo(1);
        assertThat(verdict.clean()).isFalse();
    }

    @Test
    void a_missing_event_is_a_gap() {
        assertOnly(
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.remove(5);
                            return with(job, events);
                        }),
                Anomaly.GAP);
    }

    @Test
    void an_event_that_cannot_follow_is_illegal() {
        assertOnly(
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.set(5, event(6, "submitted", "queued", null, null));
                            return as(job, "queued", 2, null, events.subList(0, 6));
                        }),
                Anomaly.ILLEGAL_EVENT,
                Anomaly.UNFINISHED);
    }

    @Test
    void an_event_that_nobody_knows_is_illegal() {
        assertOnly(planted(5, event(6, "blessed", "running", null, null)), Anomaly.ILLEGAL_EVENT);
    }

    @Test
    void an_award_while_another_attempt_is_live_is_an_overlap() {
        assertOnly(
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.remove(3);
                            events.replaceAll(
                                    e ->
                                            e.seq() < 4
                                                    ? e
                                                    : event(
                                                            e.seq() - 1,
                                                            e.name(),
                                                            e.state(),
                                                            e.attempt(),
                                                            e.node()));
                            return with(job, events);
                        }),
                Anomaly.OVERLAP);
    }

    @Test
    void an_attempt_that_does_not_rise_by_one_is_named() {
        assertOnly(
                verdict(
                        job -> {
                            var events = new ArrayList<>(job.events());
                            events.set(4, event(5, "awarded", "assigned", 1, N2));
                            events.set(5, event(6, "started", "running", 1, N2));
                            events.set(6, event(7, "succeeded", "succeeded", 1, N2));
                            return as(job, "succeeded", 1, RESULT, events);
                        }),
                Anomaly.ATTEMPT_ORDER);
    }

    @Test
    void a_settlement_of_another_attempt_or_node_breaks_the_fence() {
        assertOnly(planted(6, event(7, "succeeded", "succeeded", 1, N2)), Anomaly.FENCE_BROKEN);
        assertOnly(planted(6, event(7, "succeeded", "succeeded", 2, N1)), Anomaly.FENCE_BROKEN);
    }

    @Test
    void a_state_that_is_not_the_fold_of_the_events_is_named() {
        assertOnly(
                verdict(job -> as(job, "succeeded", 3, RESULT, job.events())),
                Anomaly.STATE_MISMATCH);
        assertOnly(planted(2, event(3, "started", "assigned", 1, N1)), Anomaly.STATE_MISMATCH);
    }

    @Test
    void a_try_too_many_is_named() {
        assertOnly(
                verdict(
                        job ->
                                new FoundJob(
                                        job.id(),
                                        job.submission(),
                                        job.type(),
                                        job.needs(),
                                        1,
                                        job.state(),
                                        job.attempt(),
                                        job.node(),
                                        job.result(),
                                        job.events())),
                Anomaly.TOO_MANY_TRIES);
    }
}
