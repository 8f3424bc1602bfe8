package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private final Set<String> known = new HashSet<>();
    private final ConnectionLimit<String> limit = new ConnectionLimit<>(5, 3, known::contains);

    @Test
    void the_stranger_who_has_been_there_longest_goes_for_one_too_many() {
        assertThat(limit.opened("a")).isNull();
        assertThat(limit.opened("b")).isNull();
        assertThat(limit.opened("c")).isNull();
        assertThat(limit.opened("d")).isEqualTo("a");
        assertThat(limit.opened("e")).isEqualTo("b");
        assertThat(limit.strangers()).isEqualTo(3);
    }

    @Test
    void nobody_goes_for_those_who_have_logged_in() {
        for (String name : new String[] {"a", "b", "c"}) {
            limit.opened(name);
            known.add(name);
        }
        assertThat(limit.opened("d")).isNull();
        assertThat(limit.strangers()).isEqualTo(1);
        limit.loggedIn("d");
        assertThat(limit.strangers()).isZero();
    }

    @Test
    void who_has_logged_in_stays_where_there_is_room_for_no_more_connections() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            known.add(name);
            limit.opened(name);
        }
        assertThat(limit.opened("late")).isEqualTo("late");
        limit.closed("late");
        limit.closed("a");
        assertThat(limit.opened("again")).isNull();
    }

    @Test
    void who_left_takes_no_room() {
        for (int time = 0; time < 100; time++) {
            String name = "v" + time;
            assertThat(limit.opened(name)).isNull();
            limit.closed(name);
        }
        assertThat(limit.strangers()).isZero();
        assertThat(limit.all()).isZero();
    }

    @Test
    void there_are_as_many_as_the_process_may_open_files_for() {
        assertThat(ConnectionBounds.ofFiles(1_024))
                .isEqualTo(new ConnectionBounds(512, 128, Duration.ofSeconds(10)));
        assertThat(ConnectionBounds.ofFiles(Long.MAX_VALUE).most())
                .isEqualTo(ConnectionBounds.MOST);
        assertThat(ConnectionBounds.ofFiles(Long.MAX_VALUE).mostStrangers())
                .isEqualTo(ConnectionBounds.MOST_STRANGERS);
        assertThat(ConnectionBounds.ofFiles(1).mostStrangers()).isEqualTo(1);
        assertThatThrownBy(() -> new ConnectionBounds(1, 2, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
