package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.MessageBody;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Usage;
import mesh.worker.handler.HandlerException;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static Json nested(int levels) {
        return new Json("[".repeat(levels) + "]".repeat(levels));
    }

    @Test
    void takes_no_result_for_null() throws HandlerException {
        assertThat(Results.checked(null)).isEqualTo(Json.NULL);
    }

    @Test
    void refuses_a_result_that_is_no_json() {
        assertThatThrownBy(() -> Results.checked(new Json("{oops")))
                .hasMessageContaining("no JSON");
        assertThatThrownBy(() -> Results.checked(new Json("1 2"))).hasMessageContaining("no JSON");
        assertThatThrownBy(() -> Results.checked(new Json(" "))).hasMessageContaining("blank");
    }

    @Test
    void refuses_a_result_over_the_limit() throws HandlerException {
        String most = "x".repeat(Limits.RESULT_BYTES - 2);
        assertThat(Results.checked(new Json('"' + most + '"')).bytes())
                .isEqualTo(Limits.RESULT_BYTES);
        assertThatThrownBy(() -> Results.checked(new Json('"' + most + "y\"")))
                .isInstanceOfSatisfying(
                        HandlerException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE));
    }

    @Test
    void blanks_between_the_parts_of_a_result_are_not_carried_and_do_not_count()
            throws HandlerException {
        String laidOut = "[1," + " ".repeat(Limits.RESULT_BYTES) + "2]";
        assertThat(Results.checked(new Json(laidOut)).text()).isEqualTo("[1,2]");
    }

    @Test
    void lets_through_only_what_a_reader_of_settlements_can_read() throws HandlerException {
        Json deepest = Results.checked(nested(MeshJson.MOST_VALUE_DEPTH));
        var attempt =
                new AttemptRef(
                        JobId.parse("0197c1f0-0000-7000-8000-000000000000").orElseThrow(), 1);
        var settlement = Settlement.succeeded(attempt, new NodeId("n1"), deepest, Usage.NONE);
        String body = MessageBody.write(List.of(settlement, settlement));
        assertThat(MessageBody.read(body, Settlement.class)).hasSize(2);
        assertThatThrownBy(() -> Results.checked(nested(MeshJson.MOST_VALUE_DEPTH + 1)))
                .hasMessageContaining("levels deep");
    }
}
