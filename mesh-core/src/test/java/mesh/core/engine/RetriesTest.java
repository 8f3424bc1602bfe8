package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// Jobs that may not run yet: after a failure, or because somebody wants it so.
class RetriesTest extends EngineFixture {
    private static final Duration SOON = Duration.ofMillis(750);

    private JobId failedOnce() {
        JobId id = admit();
        award(id, 1, N1);
        fail(id, 1, N1);
        return id;
    }

    @Test
    void a_failed_job_is_offered_again_when_its_time_comes_and_not_before() {
        JobId id = failedOnce();
        engine.tick(turn);
        assertThat(turn.offers()).isEmpty();
        assertThat(offeredAfter(SOON)).isEmpty();
        assertThat(offeredAfter(SOON)).containsExactly(id);
        assertThat(turn.offers().getFirst().attempt()).isEqualTo(2);
        assertThat(turn.offers().getFirst().avoid()).containsExactly(N1);
    }

    @Test
    void a_lost_job_is_offered_again_at_once() {
        JobId id = admit();
        award(id, 1, N1);
        assertThat(offeredAfter(Duration.ofSeconds(15))).containsExactly(id);
    }

    @Test
    void a_delayed_job_is_offered_when_its_time_comes() {
        JobId id = admitLater(now.plusSeconds(10), Optional.empty());
        engine.fill(turn);
        assertThat(turn.offers()).isEmpty();
        assertThat(offeredAfter(Duration.ofMillis(9_999))).isEmpty();
        assertThat(offeredAfter(Duration.ofMillis(1))).containsExactly(id);
        assertThat(offeredAfter(Duration.ofSeconds(5))).containsExactly(id);
    }

    @Test
    void one_that_should_have_started_already_starts_at_once() {
        JobId id = admitLater(now.minusSeconds(10), Optional.empty());
        engine.fill(turn);
        assertThat(turn.offers()).extracting(wanted -> wanted.spec().id()).containsExactly(id);
    }

    @Test
    void many_that_wait_are_woken_in_the_order_of_their_times() {
        JobId second = admitLater(now.plusSeconds(2), Optional.empty());
        JobId first = admitLater(now.plusSeconds(1), Optional.empty());
        JobId third = admitLater(now.plusSeconds(3), Optional.empty());
        assertThat(offeredAfter(Duration.ofSeconds(5))).containsExactly(first, second, third);
    }

    @Test
    void nobody_gets_a_job_before_its_time() {
        JobId id = failedOnce();
        pass(Duration.ofMillis(5));
        award(id, 2, N2);
        assertThat(turn.controls()).containsExactly(Control.cancel(N2, id, 2));
        assertThat(succeed(id, 2, N2)).contains(Refusal.UNKNOWN_ATTEMPT);
        assertThat(happened()).isEmpty();
        assertThat(refused())
                .containsOnlyKeys(Refusal.STRAY_AWARD, Refusal.UNKNOWN_ATTEMPT)
                .containsValues(1, 1);
        beat(N2, "a", 2, new AttemptRef(id, 2));
        assertThat(turn.controls()).hasSize(2).containsOnly(Control.cancel(N2, id, 2));
        offeredAfter(Duration.ofSeconds(2));
        award(id, 2, N2);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.Awarded.class);
    }

    @Test
    void a_job_that_waits_can_be_cancelled_and_is_not_offered_any_more() {
        JobId id = failedOnce();
        assertThat(engine.cancel(id, turn)).isEmpty();
        assertThat(offeredAfter(Duration.ofSeconds(9))).isEmpty();
        assertThat(engine.openJobs()).isZero();
    }

    @Test
    void a_deadline_ends_a_job_that_waits() {
        admitLater(now.plusSeconds(60), Optional.of(now.plusSeconds(3)));
        assertThat(offeredAfter(Duration.ofSeconds(3))).isEmpty();
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.Expired.class);
        assertThat(offeredAfter(Duration.ofSeconds(60))).isEmpty();
    }

    @Test
    void a_restored_job_goes_on_waiting() {
        Instant until = now.plusSeconds(4);
        JobId id = JobId.make(now, chance);
        var spec =
                new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
        engine.restore(spec, new JobState.Queued(1, JobState.History.NONE, until), 3, now);
        assertThat(offeredAfter(Duration.ofMillis(3_999))).isEmpty();
        assertThat(offeredAfter(Duration.ofMillis(1))).containsExactly(id);
    }

    @Test
    void a_node_is_not_avoided_for_what_is_the_jobs_own_fault() {
        JobId id = admitLater(now, Optional.empty());
        List<NodeId> others = List.of(new NodeId("n3"), new NodeId("n4"), new NodeId("n5"));
        for (int i = 0; i < 3; i++) {
            NodeId node = others.get(i);
            engine.heartbeat(new Delivery<>(Jobs.heartbeat(node, "a", 1, List.of()), now), turn);
            award(id, i + 1, node);
            fail(id, i + 1, node);
            offeredAfter(Duration.ofSeconds(40));
            Set<NodeId> expected = i < 2 ? Set.copyOf(others.subList(0, i + 1)) : Set.of();
            assertThat(turn.offers().getLast().avoid()).isEqualTo(expected);
        }
    }

    @Test
    void chance_decides_by_its_seed_alone() {
        JobId first = failedOnce();
        Object once = happened().getLast();
        nodes.keep();
        engine = new CoreEngine(SETTINGS, nodes, new Random(3));
        turn = new Turn(now);
        JobId second = failedOnce();
        assertThat(second).isNotEqualTo(first);
        assertThat(happened().getLast()).isEqualTo(once);
    }
}
