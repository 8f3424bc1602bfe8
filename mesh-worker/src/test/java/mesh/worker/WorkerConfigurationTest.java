package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;
import org.junit.jupiter.api.Test;

class WorkerConfigurationTest {
    private static final WorkerConfiguration DEFAULTS =
            WorkerConfiguration.defaults(new NodeId("n1"));

    @Test
    void allows_nothing_special_unless_told() {
        assertThat(DEFAULTS.allow()).isEmpty();
        assertThat(DEFAULTS.heartbeat()).isEqualTo(Limits.HEARTBEAT);
        assertThat(DEFAULTS.slots()).isPositive();
    }

    @Test
    void refuses_what_breaks_a_bound_and_names_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withSlots(0))
                .withMessage("`slots` must be 1 to 1024, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withHeartbeat(Limits.LEASE))
                .withMessage("`heartbeat` must be shorter than the lease (PT15S), was PT15S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withTimeLimit(Duration.ZERO))
                .withMessageContaining("`timeLimit`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withOutputLimit(Limits.RESULT_BYTES + 1))
                .withMessageContaining("`outputLimit`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withGrace(Duration.ofSeconds(-1)))
                .withMessageContaining("`grace`");
    }

    @Test
    void lets_nobody_claim_a_type() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> DEFAULTS.withCapabilities(Capabilities.parse(List.of("type_python"))))
                .withMessageContaining("`type_python`");
    }
}
