package mesh.lab.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MeetingTest {
    private static final UUID A = new UUID(1, 1);
    private static final UUID B = new UUID(1, 2);

    @Test
    void counts_from_when_a_job_was_due_whichever_word_comes_first() {
        var meeting = new Meeting(0);
        meeting.due(A, 1_000);
        meeting.ended(A, 6_000);
        meeting.ended(B, 8_000);
        meeting.due(B, 3_000);
        assertThat(meeting.met()).isEqualTo(2);
        assertThat(meeting.nanos().getTotalCount()).isEqualTo(2);
        assertThat(meeting.nanos().valuesAreEquivalent(meeting.nanos().getMaxValue(), 5_000))
                .isTrue();
        assertThat(meeting.nanos().valuesAreEquivalent(meeting.nanos().getMinValue(), 5_000))
                .isTrue();
    }

    @Test
    void leaves_out_what_was_due_before_its_time() {
        var meeting = new Meeting(2_000);
        meeting.due(A, 1_000);
        meeting.ended(A, 6_000);
        assertThat(meeting.met()).isEqualTo(1);
        assertThat(meeting.nanos().getTotalCount()).isZero();
    }
}
