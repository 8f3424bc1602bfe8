package mesh.worker.node;

import static org.assertj.core.api.Assertions.assertThat;

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
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.message.Settlement.Usage;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// What a node does with assignments that it does not come to.
class GivingBackTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final JobType ECHO = new JobType("echo");

    private final Attempts attempts =
            new Attempts(NODE, new Capabilities(Map.of("type_echo", "true")), Set.of(ECHO), 2);

    private void assign(int... jobs) {
        for (int job : jobs) {
            attempts.assigned(
                    new Assignment(ref(job).job(), 1, NODE, ECHO, Needs.NONE, 4, null, Json.NULL));
        }
    }

    private static AttemptRef ref(int job) {
        return new AttemptRef(new JobId(new UUID(0, job)), 1);
    }

    @Test
    void gives_back_what_waits_while_no_slot_comes_free() {
        assign(1, 2, 3, 4);
        assertThat(attempts.giveBack()).isEmpty();
        assign(5);

        List<Step> steps = attempts.giveBack();

        assertThat(steps).hasSize(2);
        Settlement back = ((Step.Settle) steps.getFirst()).settlement();
        assertThat(back.ref()).isEqualTo(ref(3));
        assertThat(back.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(back.error().code()).isEqualTo(ErrorCode.NODE_BUSY);
        assertThat(attempts.waiting()).isEqualTo(1);
        assertThat(attempts.held()).contains(ref(1), ref(2), ref(5));
    }

    @Test
    void keeps_what_waits_while_slots_come_free() {
        assign(1, 2, 3, 4);
        attempts.giveBack();
        attempts.ended(ref(1), new Ending.Returned(Json.NULL), Usage.NONE);

        assertThat(attempts.giveBack()).isEmpty();
        assertThat(attempts.waiting()).isEqualTo(1);
    }
}
