package mesh.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Gathering gathering = new Gathering();

    private Turns.Request<?> request(boolean patient) {
        var request = new Turns.Request<>((_, _) -> true, patient);
        assertThat(gathering.offer(request)).isTrue();
        return request;
    }

    @Test
    void what_nobody_waits_for_is_held_while_others_go() {
        Turns.Request<?> held = request(true);
        Turns.Request<?> first = request(false);
        Turns.Request<?> second = request(false);
        long begun = System.nanoTime();

        List<Turns.Request<?>> taken = gathering.take(LONG);

        // On a machine that stands still it may be due by then.
        if (System.nanoTime() - begun < Gathering.PATIENCE.toNanos() / 2) {
            assertThat(taken).isEqualTo(List.of(first, second));
            assertThat(gathering.take(LONG)).isEqualTo(List.of(held));
        }
        assertThat(gathering.isEmpty()).isTrue();
    }

    @Test
    void a_turn_begins_no_sooner_than_its_pace_after_the_one_before() {
        request(false);
        gathering.take(LONG);
        long earliest = System.nanoTime();
        request(false);

        gathering.take(LONG);
        request(false);
        gathering.take(LONG);

        // The second and the third, each its pace after the one before; the first began before.
        assertThat(System.nanoTime() - earliest).isGreaterThan(Gathering.PACE.toNanos());
    }

    @Test
    void what_nobody_waits_for_does_not_wait_for_ever() {
        Turns.Request<?> alone = request(true);

        List<?> taken = gathering.take(LONG);

        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst()).isSameAs(alone);
    }

    @Test
    void a_turn_without_requests_comes_when_its_time_is_over() {
        assertThat(gathering.take(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void an_interrupted_turn_takes_what_is_there() {
        request(false);
        Thread.currentThread().interrupt();

        assertThat(gathering.take(LONG)).hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void refuses_what_there_is_no_room_for_and_gives_back_what_is_left() {
        for (int i = 0; i < Gathering.MOST_WAITING; i++) {
            request(false);
        }
        assertThat(gathering.offer(new Turns.Request<>((_, _) -> true))).isFalse();
        assertThat(gathering.rest()).hasSize(Gathering.MOST_WAITING);
    }
}
