package mesh.core.store;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mesh.core.EventView;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.core.store.JobLog.Entry;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import org.junit.jupiter.api.Test;

/// Events as lines, and back.
class JobLogTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final JobId job = JobId.make(NOW, new Random(1));

    private JobLog written(List<Entry> entries) {
        var lines = new StringBuilder();
        entries.forEach(entry -> JobLog.append(lines, job, entry.at(), entry.event()));
        return new JobLog(job, lines.toString());
    }

    @Test
    void every_event_comes_back_as_it_was_written() {
        var events =
                List.of(
                        new JobEvent.Submitted(NOW.plusSeconds(3)),
                        new JobEvent.Awarded(1, N1),
                        new JobEvent.Started(1, N1),
                        new JobEvent.AttemptFailed(1, N1, error(""), null),
                        new JobEvent.Awarded(2, N2),
                        new JobEvent.AttemptLost(2, N2, "silent\nfor\\n long ", NOW.plusMillis(1)),
                        new JobEvent.Awarded(3, N1),
                        new JobEvent.Declined(3, N1, error(" a \\ b\n\n")),
                        new JobEvent.Awarded(4, N1),
                        new JobEvent.AttemptFailed(4, N1, error("ä\r\u2028 c"), Instant.EPOCH),
                        new JobEvent.Awarded(5, N2),
                        new JobEvent.Succeeded(5, N2, Json.NULL),
                        new JobEvent.Failed(5, N2, error("x y")),
                        new JobEvent.Expired(error("late\\")),
                        new JobEvent.Cancelled());
        var entries = new ArrayList<Entry>();
        for (JobEvent event : events) {
            // The clock may have been set back.
            entries.add(new Entry(NOW.minusMillis(4).plusMillis(entries.size()), event));
        }
        assertThat(written(entries).entries()).isEqualTo(entries);
    }

    private static JobError error(String message) {
        return new JobError(ErrorCode.HANDLER_ERROR, message);
    }

    @Test
    void a_view_has_the_state_that_its_event_led_to_and_its_place() {
        JobLog log =
                written(
                        List.of(
                                new Entry(NOW, new JobEvent.Submitted(null)),
                                new Entry(NOW.plusMillis(1), new JobEvent.Awarded(1, N1)),
                                new Entry(NOW.plusMillis(2), new JobEvent.Started(1, N1)),
                                new Entry(NOW.plusMillis(3), new JobEvent.Cancelled())));
        assertThat(log.views())
                .extracting(EventView::seq, EventView::name, EventView::state, EventView::at)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "submitted", StateName.QUEUED, NOW),
                        org.assertj.core.groups.Tuple.tuple(
                                2, "awarded", StateName.ASSIGNED, NOW.plusMillis(1)),
                        org.assertj.core.groups.Tuple.tuple(
                                3, "started", StateName.RUNNING, NOW.plusMillis(2)),
                        org.assertj.core.groups.Tuple.tuple(
                                4, "cancelled", StateName.CANCELLED, NOW.plusMillis(3)));
        assertThat(log.views().get(2).node()).isEqualTo(N1);
    }

    @Test
    void a_job_that_was_only_submitted_is_seen_at_once() {
        assertThat(written(List.of(new Entry(NOW, new JobEvent.Submitted(null)))).isNew()).isTrue();
        assertThat(written(List.of(new Entry(NOW, new JobEvent.Submitted(NOW)))).isNew()).isFalse();
        assertThat(new JobLog(job, "s0\nc1").isNew()).isFalse();
        assertThat(new JobLog(job, "").isNew()).isFalse();
    }

    @Test
    void times_may_be_whole_ones() {
        assertThat(new JobLog(job, "s@5 @7\na@6 1 n1").entries())
                .containsExactly(
                        new Entry(
                                Instant.ofEpochMilli(5),
                                new JobEvent.Submitted(Instant.ofEpochMilli(7))),
                        new Entry(Instant.ofEpochMilli(6), new JobEvent.Awarded(1, N1)));
    }

    @Test
    void says_which_line_of_which_job_is_none() {
        for (String wrong : List.of("s0\nq5", "s0\n\nc1", "sx", "s0\na1", "s0\nx1 no-code m")) {
            assertThatThrownBy(() -> new JobLog(job, wrong).entries())
                    .as(wrong)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(job.toString());
        }
    }
}
