package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which nodes a notice is about when their queues are looked at.
class DeparturesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void one_that_is_read_at_any_of_the_looks_has_not_departed(int reading) throws Exception {
        var queues = new LinkedHashSet<>(Set.of("gone", "flapping"));
        var look = new AtomicInteger();
        Departures.keepUnread(
                queues,
                queue -> queue.equals("flapping") && look.get() == reading,
                look::incrementAndGet);
        assertThat(queues).containsExactly("gone");
        assertThat(look).hasValue(Departures.LOOKS - 1);
    }

    @Test
    void one_that_is_read_is_not_waited_for() throws Exception {
        var queues = new LinkedHashSet<>(Set.of("n1"));
        var pauses = new AtomicInteger();
        Departures.keepUnread(queues, _ -> true, pauses::incrementAndGet);
        assertThat(queues).isEmpty();
        assertThat(pauses).hasValue(0);
    }
}
