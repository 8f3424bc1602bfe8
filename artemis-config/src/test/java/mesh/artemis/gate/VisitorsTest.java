package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitorsTest {
    private final Set<String> known = new HashSet<>();
    private final Visitors<String> visitors = new Visitors<>(5, 3, known::contains);

    @Test
    void the_stranger_who_has_been_there_longest_goes_for_one_too_many() {
        assertThat(visitors.came("a")).isNull();
        assertThat(visitors.came("b")).isNull();
        assertThat(visitors.came("c")).isNull();
        assertThat(visitors.came("d")).isEqualTo("a");
        assertThat(visitors.came("e")).isEqualTo("b");
        assertThat(visitors.strangers()).isEqualTo(3);
    }

    @Test
    void nobody_goes_for_those_who_have_logged_in() {
        for (String name : new String[] {"a", "b", "c"}) {
            visitors.came(name);
            known.add(name);
        }
        assertThat(visitors.came("d")).isNull();
        assertThat(visitors.strangers()).isEqualTo(1);
        visitors.known("d");
        assertThat(visitors.strangers()).isZero();
    }

    @Test
    void who_has_logged_in_stays_where_there_is_room_for_no_more_connections() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            known.add(name);
            visitors.came(name);
        }
        assertThat(visitors.came("late")).isEqualTo("late");
        visitors.left("late");
        visitors.left("a");
        assertThat(visitors.came("again")).isNull();
    }

    @Test
    void who_left_takes_no_room() {
        for (int time = 0; time < 100; time++) {
            String name = "v" + time;
            assertThat(visitors.came(name)).isNull();
            visitors.left(name);
        }
        assertThat(visitors.strangers()).isZero();
        assertThat(visitors.all()).isZero();
    }

    @Test
    void there_are_as_many_as_the_process_may_open_files_for() {
        assertThat(Bounds.ofFiles(1_024)).isEqualTo(new Bounds(512, 128, Duration.ofSeconds(10)));
        assertThat(Bounds.ofFiles(Long.MAX_VALUE).most()).isEqualTo(Bounds.MOST);
        assertThat(Bounds.ofFiles(Long.MAX_VALUE).mostStrangers()).isEqualTo(Bounds.MOST_STRANGERS);
        assertThat(Bounds.ofFiles(1).mostStrangers()).isEqualTo(1);
        assertThatThrownBy(() -> new Bounds(1, 2, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
