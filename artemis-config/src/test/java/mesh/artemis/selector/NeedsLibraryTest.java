package mesh.artemis.selector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Random;
import mesh.artemis.selector.RandomConditions.Node;
import mesh.artemis.selector.RandomConditions.Pair;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// What needs mean is what the broker's library says of the same selector.
class NeedsLibraryTest {
    private static final int CONDITIONS = 20_000;
    private static final int NODES = 5;

    @Test
    void a_node_satisfies_what_the_broker_says_that_it_satisfies() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new RandomConditions(new Random(seed));
        int satisfied = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Pair condition = random.condition(3);
            Needs needs = Needs.of(TextNode.valueOf(condition.needs()));
            Library library = Library.parse(condition.library());
            for (int j = 0; j < NODES; j++) {
                Node node = random.node();
                boolean matches = library.matches(node.properties());
                assertThat(needs.satisfiedBy(new Capabilities(node.capabilities())))
                        .as("seed %d, condition %d: %s over %s", seed, i, condition, node)
                        .isEqualTo(matches);
                satisfied += matches ? 1 : 0;
            }
        }
        assertThat(satisfied)
                .as("conditions that hold, seed %d", seed)
                .isBetween(CONDITIONS, CONDITIONS * (NODES - 1));
    }
}
