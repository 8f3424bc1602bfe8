package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What nobody reads keeps nobody from his own.
@Timeout(60)
class UnreadTest extends OneBrokerFixture {
    private static final int LARGE = 900_000;

    /// More than an address may have in memory.
    private static final int MANY = 90;

    private static Source<Assignment> assignments(String node) {
        return Source.assignments(new NodeId(node), Records.capabilities(Map.of()));
    }

    private static Assignment assignment(String node, String payload) {
        Assignment small = Records.assignment(node, 0);
        return new Assignment(
                small.job(),
                small.attempt(),
                small.node(),
                small.type(),
                small.needs(),
                small.priority(),
                small.deadline(),
                new Json("\"" + payload + "\""),
                small.checkpoint());
    }

    /// A reader is given so much ahead and asked whether it takes more, again and again.
    @Test
    void a_reader_goes_on_behind_each_large_message() {
        var here = new Collected<Assignment>();
        link.subscribe(assignments("here"), here);
        String large = "x".repeat(LARGE);
        for (int i = 1; i <= 40; i++) {
            link.send(List.of(assignment("here", large)));
            link.send(List.of(assignment("here", "small")));
            here.await(2 * i);
        }
    }

    @Test
    void a_node_gets_its_own_while_much_waits_for_one_that_is_away() {
        link.subscribe(assignments("away"), new Collected<>()).close();
        String large = "x".repeat(LARGE);
        IntStream.range(0, MANY).forEach(_ -> link.send(List.of(assignment("away", large))));

        var here = new Collected<Assignment>();
        link.subscribe(assignments("here"), here);
        Assignment own = assignment("here", "small");
        link.send(List.of(own));

        assertThat(here.await(1)).containsExactly(own);
        var back = new Collected<Assignment>();
        link.subscribe(assignments("away"), back);
        assertThat(back.await(MANY)).hasSize(MANY);
    }
}
