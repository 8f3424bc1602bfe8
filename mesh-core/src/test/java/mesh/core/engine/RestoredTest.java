package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// What a core that starts makes of attempts that were with a node before.
class RestoredTest extends EngineFixture {

    private JobId restore() {
        JobId id = JobId.make(now, chance);
        engine.restore(
                new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4),
                new JobState.Running(1, N1, JobState.History.NONE),
                3,
                now);
        return id;
    }

    @Test
    void an_attempt_gets_a_whole_lease() {
        restore();
        pass(Duration.ofSeconds(14));
        engine.tick(turn);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(turn.happenings())
                .singleElement()
                .satisfies(happening -> assertThat(happening.seq()).isEqualTo(4));
    }

    /// Its heartbeat may lie at the broker before the core is there, and the settlement from its
    /// life before as well: what it says next decides.
    @Test
    void a_node_that_restarted_meanwhile_loses_it_with_its_second_heartbeat() {
        restore();
        beat(N1, "b", 1);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(5));
        beat(N1, "b", 2);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_node_that_restarted_and_got_the_attempt_only_then_keeps_it() {
        JobId id = restore();
        beat(N1, "b", 1);
        pass(Duration.ofSeconds(5));
        beat(N1, "b", 2, new AttemptRef(id, 1));
        pass(Duration.ofSeconds(5));
        beat(N1, "b", 3);
        assertThat(happened()).isEmpty();
    }

    @Test
    void an_engine_that_awakes_gives_a_whole_lease_whichever_way_its_clock_was_set() {
        restore();
        for (Duration set : new Duration[] {Duration.ofDays(1), Duration.ofDays(-2)}) {
            pass(set);
            engine.awake(now);
            pass(Duration.ofSeconds(14));
            engine.tick(turn);
            assertThat(happened()).isEmpty();
        }
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }
}
