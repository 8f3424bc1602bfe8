package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.core.job.JobEvent;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

class LeasesTest extends EngineFixture {

    @Test
    void takes_a_job_back_when_its_lease_is_over() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofSeconds(14));
        engine.tick(turn);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, id, 1));
        assertThat(turn.offers())
                .singleElement()
                .satisfies(
                        wanted -> {
                            assertThat(wanted.attempt()).isEqualTo(2);
                            assertThat(wanted.avoid()).containsExactly(N1);
                        });
    }

    @Test
    void a_heartbeat_that_names_the_attempt_renews_its_lease() {
        JobId id = admit();
        award(id, 1, N1);
        for (int seq = 1; seq <= 10; seq++) {
            pass(Duration.ofSeconds(5));
            beat(N1, "a", seq, new AttemptRef(id, 1));
            engine.tick(turn);
            assertThat(happened()).isEmpty();
        }
    }

    @Test
    void progress_renews_the_lease_also_when_it_is_a_repeat() {
        JobId id = admit();
        award(id, 1, N1);
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(10));
            engine.progress(Progress.started(new AttemptRef(id, 1), N1), turn);
            engine.tick(turn);
        }
        assertThat(happened()).noneMatch(JobEvent.AttemptLost.class::isInstance);
    }

    @Test
    void a_departed_node_loses_what_it_held_once_its_last_words_are_read() {
        JobId lost = admit();
        JobId settled = admit();
        award(lost, 1, N1);
        award(settled, 1, N1);
        pass(Duration.ofMillis(5));
        engine.departed(N1, turn);
        pass(Duration.ofMillis(200));
        engine.settle(Settlement.succeeded(new AttemptRef(settled, 1), N1, Json.NULL, null), turn);
        engine.tick(turn);
        assertThat(happened()).last().isInstanceOf(JobEvent.Succeeded.class);
        assertThat(happened()).noneMatch(JobEvent.AttemptLost.class::isInstance);
        pass(Duration.ofMillis(100));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_node_that_came_back_without_a_job_lost_it_with_its_connection() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        engine.departed(N1, turn);
        pass(Duration.ofMillis(200));
        beat(N1, "a", 2);
        pass(Duration.ofMillis(100));
        engine.tick(turn);
        assertThat(happened())
                .containsExactly(
                        new JobEvent.AttemptLost(1, N1, "its node's connection ended", null));
    }

    @Test
    void an_award_to_a_node_that_has_departed_is_taken_back() {
        JobId id = admit();
        beat(N1, "a", 1);
        engine.departed(N1, turn);
        pass(Duration.ofMillis(5));
        award(id, 1, N1);
        assertThat(happened())
                .hasExactlyElementsOfTypes(JobEvent.Awarded.class, JobEvent.Declined.class);
        engine.fill(turn);
        assertThat(turn.offers())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.avoid()).containsExactly(N1));
    }

    @Test
    void a_restarted_node_loses_what_it_no_longer_names_at_once() {
        JobId id = admit();
        beat(N1, "a", 1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        beat(N1, "b", 1);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_live_node_loses_what_two_heartbeats_did_not_name() {
        JobId id = admit();
        beat(N1, "a", 1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        beat(N1, "a", 2);
        assertThat(happened()).isEmpty();
        pass(Duration.ofSeconds(5));
        beat(N1, "a", 3);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void tells_a_node_to_stop_what_it_should_not_run() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        beat(N2, "a", 2, new AttemptRef(id, 1));
        assertThat(turn.controls()).containsExactly(Control.cancel(N2, id, 1));
        award(id, 1, N2);
        assertThat(turn.controls()).hasSize(2);
    }

    @Test
    void a_heartbeat_older_than_what_is_known_changes_nothing() {
        beat(N1, "a", 5);
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofSeconds(14));
        beat(N1, "a", 5, new AttemptRef(id, 1));
        pass(Duration.ofSeconds(2));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }

    @Test
    void a_node_is_asked_to_drain_until_it_says_that_it_does() {
        beat(N1, "a", 1);
        engine.drain(N1, turn);
        assertThat(turn.controls()).containsExactly(Control.drain(N1));
        pass(Duration.ofSeconds(5));
        beat(N1, "a", 2);
        assertThat(turn.controls()).containsExactly(Control.drain(N1));
        pass(Duration.ofSeconds(5));
        beat(N1, "b", 1);
        assertThat(turn.controls()).isEmpty();
    }

    @Test
    void a_heartbeat_that_was_on_its_way_when_the_node_left_does_not_bring_it_back() {
        beat(N1, "a", 1);
        Instant sent = now;
        pass(Duration.ofMillis(5));
        engine.departed(N1, turn);
        engine.heartbeat(new Delivery<>(heartbeat(N1, "a", 2, List.of()), sent), turn);
        assertThat(nodes.get(N1).orElseThrow().departed()).isTrue();
    }

    @Test
    void a_heartbeat_of_its_life_before_that_comes_late_does_not_restart_a_node() {
        beat(N1, "a", 1);
        Instant sent = now;
        pass(Duration.ofSeconds(1));
        beat(N1, "b", 1);
        engine.drain(N1, turn);
        engine.heartbeat(new Delivery<>(heartbeat(N1, "a", 2, List.of()), sent), turn);
        assertThat(nodes.get(N1).orElseThrow().heartbeat().incarnation()).isEqualTo("b");
        assertThat(nodes.get(N1).orElseThrow().toDrain()).isTrue();
    }

    @Test
    void an_attempt_that_its_node_settled_lately_is_not_missed() {
        JobId id = admit();
        award(id, 1, N1);
        for (int seq = 2; seq < 6; seq++) {
            pass(Duration.ofSeconds(5));
            Heartbeat busy = heartbeat(N1, "a", seq, List.of());
            var settling =
                    new Heartbeat(
                            busy.node(),
                            busy.incarnation(),
                            busy.seq(),
                            busy.capabilities(),
                            busy.slots(),
                            busy.busy(),
                            busy.draining(),
                            busy.bid(),
                            busy.running(),
                            busy.version(),
                            List.of(new AttemptRef(id, 1)));
            engine.heartbeat(new Delivery<>(settling, now), turn);
            engine.tick(turn);
            assertThat(happened()).isEmpty();
        }
    }

    @Test
    void nobody_is_believed_who_could_not_have_been_awarded_the_job() {
        JobId id = admit();
        var stranger = new NodeId("never-seen");
        var forged = Settlement.succeeded(new AttemptRef(id, 1), stranger, Json.NULL, null);
        engine.fill(turn);
        assertThat(engine.settle(forged, turn)).contains(Refusal.NOT_CAPABLE);
        assertThat(happened()).hasSize(1);
        award(id, 1, N1);
        var settlement = Settlement.succeeded(new AttemptRef(id, 1), N1, Json.NULL, null);
        assertThat(engine.settle(settlement, turn)).isEmpty();
    }

    @Test
    void a_start_that_is_read_after_its_node_left_gives_no_whole_lease() {
        JobId id = admit();
        award(id, 1, N1);
        pass(Duration.ofMillis(5));
        engine.departed(N1, turn);
        engine.progress(Progress.started(new AttemptRef(id, 1), N1), turn);
        pass(Duration.ofMillis(300));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.AttemptLost.class);
    }
}
