package mesh.artemis.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import mesh.protocol.needs.Filter;
import org.junit.jupiter.api.Test;

/// The twin in memory and the simulator decide as the broker does.
class FilterLibraryTest {
    private static final int FILTERS = 30_000;
    private static final int MESSAGES = 5;

    @Test
    void a_filter_lets_through_what_the_broker_lets_through_and_refuses_what_it_refuses() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new RandomFilters(new Random(seed));
        int read = 0;
        for (int i = 0; i < FILTERS; i++) {
            String text = random.filter(3);
            String trial = "seed %d, filter %d: %s".formatted(seed, i, text);
            Library library = Library.parse(text);
            if (library == null) {
                assertThatThrownBy(() -> Filter.parse(text))
                        .as(trial)
                        .isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            read++;
            Filter filter = Filter.parse(text);
            for (int j = 0; j < MESSAGES; j++) {
                Map<String, Object> properties = random.properties();
                assertThat(filter.matches(properties))
                        .as("%s over %s", trial, properties)
                        .isEqualTo(library.matches(properties));
            }
        }
        assertThat(read)
                .as("filters that mean something, seed %d", seed)
                .isGreaterThan(FILTERS / 3);
    }
}
