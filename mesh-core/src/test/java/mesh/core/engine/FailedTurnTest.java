package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A turn whose commit fails leaves nothing behind, neither of jobs nor of nodes: what it read is
/// read again and is news again.
class FailedTurnTest extends EngineFixture {
    private JobId running;

    @BeforeEach
    void commitFirst() {
        beat(N1, "a", 1);
        running = JobId.make(now, chance);
        restore();
        nodes.keep();
        pass(Duration.ofSeconds(5));
    }

    private void restore() {
        var spec =
                new JobSpec(
                        running,
                        Jobs.ECHO,
                        Needs.NONE,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        4);
        engine.restore(spec, new JobState.Running(1, N1, JobState.History.NONE), 3, now);
    }

    private void giveUp() {
        engine = engine.anew();
        restore();
        turn = new Turn(now);
    }

    @Test
    void a_restart_that_was_noticed_in_it_is_noticed_again() {
        pass(Duration.ofSeconds(5));
        beat(N1, "b", 1);
        assertThat(happened()).hasSize(1);
        giveUp();
        pass(Duration.ofSeconds(3));
        beat(N1, "b", 1);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_heartbeat_that_was_read_in_it_renews_leases_when_it_is_read_again() {
        giveUp();
        pass(Duration.ofSeconds(10));
        beat(N1, "a", 2, new AttemptRef(running, 1));
        giveUp();
        pass(Duration.ofSeconds(10));
        beat(N1, "a", 2, new AttemptRef(running, 1));
        pass(Duration.ofSeconds(14));
        engine.tick(turn);
        assertThat(happened()).isEmpty();
    }

    @Test
    void a_departure_that_was_read_in_it_did_not_happen_yet() {
        engine.departed(N1, turn);
        giveUp();
        assertThat(nodes.get(N1).orElseThrow().departed()).isFalse();
        engine.departed(N1, turn);
        assertThat(turn.nodes()).hasSize(1);
        pass(Duration.ofMillis(300));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_departure_before_it_is_not_forgotten() {
        engine.departed(N1, turn);
        nodes.keep();
        giveUp();
        pass(Duration.ofMillis(300));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_node_that_joined_in_it_is_written_when_it_is_heard_again() {
        var newcomer = new NodeId("n3");
        beat(newcomer, "a", 1);
        giveUp();
        assertThat(nodes.get(newcomer)).isEmpty();
        beat(newcomer, "a", 1);
        assertThat(turn.nodes()).hasSize(1);
    }

    @Test
    void that_a_node_was_heard_stays_known() {
        Instant before = nodes.get(N1).orElseThrow().lastSeen();
        beat(N1, "a", 2);
        giveUp();
        assertThat(nodes.get(N1).orElseThrow().lastSeen()).isAfter(before).isEqualTo(now);
        assertThat(nodes.get(N1).orElseThrow().heartbeat().seq()).isEqualTo(1);
    }

    @Test
    void a_drain_that_was_answered_before_it_is_asked_for_again() {
        engine.drain(N1, turn);
        nodes.keep();
        beat(N1, "a", 2);
        giveUp();
        beat(N1, "a", 2);
        assertThat(turn.controls()).containsExactly(Control.drain(N1));
    }

    @Test
    void a_drain_that_was_refused_with_it_is_not() {
        engine.drain(N1, turn);
        giveUp();
        beat(N1, "a", 2, new AttemptRef(running, 1));
        assertThat(turn.controls()).isEmpty();
    }

    @Test
    void what_ended_before_it_is_still_told_from_a_stranger() {
        succeed(running, 1, N1);
        nodes.keep();
        engine = engine.anew();
        turn = new Turn(now);
        assertThat(succeed(running, 1, N1)).contains(Refusal.REPEATED);
        assertThat(succeed(JobId.make(now, chance), 1, N1)).contains(Refusal.UNKNOWN_JOB);
    }

    @Test
    void what_ended_in_it_is_open_again() {
        succeed(running, 1, N1);
        giveUp();
        assertThat(succeed(running, 1, N1)).isEmpty();
    }
}
