package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mesh.core.job.JobEvent;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The word that a node left, so soon after its restart that it may be about its life before.
class BelatedTest extends EngineFixture {
    private static final Duration DOUBT = Duration.ofMillis(5_300);

    private JobId id;
    private AttemptRef ref;

    @BeforeEach
    void a_job_is_with_a_node_that_restarted_just_now() {
        beat(N1, "a", 1);
        pass(Duration.ofSeconds(8));
        beat(N1, "b", 1);
        id = admit();
        ref = new AttemptRef(id, 1);
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
    }

    private void isKept() {
        assertThat(happened()).noneMatch(JobEvent.AttemptLost.class::isInstance);
    }

    private void isLost() {
        assertThat(happened())
                .containsExactly(
                        new JobEvent.AttemptLost(1, N1, "its node's connection ended", null));
    }

    private void tickAfter(Duration time) {
        pass(time);
        engine.tick(turn);
    }

    @Test
    void costs_nothing_where_a_heartbeat_follows() {
        engine.departed(N1, turn);
        isKept();
        assertThat(nodes.get(N1).orElseThrow().departed()).isFalse();
        tickAfter(Duration.ofSeconds(5));
        isKept();
        beat(N1, "b", 2, ref);
        tickAfter(Duration.ofSeconds(14));
        isKept();
        tickAfter(Duration.ofSeconds(1));
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void costs_what_it_holds_where_none_does() {
        engine.departed(N1, turn);
        tickAfter(DOUBT.minusMillis(1));
        isKept();
        tickAfter(Duration.ofMillis(1));
        isLost();
    }

    @Test
    void costs_what_was_on_its_way_to_it_too() {
        engine.departed(N1, turn);
        pass(Duration.ofMillis(100));
        engine.progress(Progress.started(ref, N1), turn);
        JobId later = admit();
        award(later, 1, N1);
        assertThat(happened()).noneMatch(JobEvent.Declined.class::isInstance);
        tickAfter(DOUBT);
        assertThat(happened())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).isInstanceOf(JobEvent.AttemptLost.class));
    }

    @Test
    void is_certain_when_it_comes_again_later() {
        engine.departed(N1, turn);
        tickAfter(Duration.ofSeconds(2));
        isKept();
        engine.departed(N1, turn);
        tickAfter(Duration.ofMillis(300));
        isLost();
    }
}
