package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Versions of any size, as the broker itself filters them.
@Timeout(60)
class VersionFilterTest extends OneBrokerFixture {
    private static final Capabilities NODE =
            Records.capabilities(
                    Map.of(
                            "build", "2024.10116.1",
                            "date", "20240101123456.7",
                            "number", "20240101123456",
                            "python", "3.11.7"));

    private static Assignment assignment(String needs) {
        Assignment any = Records.assignment("n1", 0);
        return new Assignment(
                any.job(),
                1,
                any.node(),
                any.type(),
                Needs.of(TextNode.valueOf(needs)),
                4,
                null,
                any.payload());
    }

    @Test
    void a_node_gets_whatever_it_satisfies() {
        List<Assignment> satisfied =
                Stream.of(
                                "build >= 2024.10115.3",
                                "build = 2024.10116.1",
                                "build >= 2024.9999.9999",
                                "build >= 2023.999999.999999",
                                "build >= 2024",
                                "date >= 20240101123456.7",
                                "date >= 9999.10000.1",
                                "number >= 20240101123455",
                                "number >= 20240101123455.9",
                                "python >= 3.11.7 AND python >= 3")
                        .map(VersionFilterTest::assignment)
                        .toList();
        assertThat(satisfied).allMatch(each -> each.needs().satisfiedBy(NODE));
        Assignment last = assignment("python = 3.11.7");
        var seen = new Collected<Assignment>();
        link.subscribe(Source.assignments(new NodeId("n1"), NODE), seen);
        link.send(satisfied);
        link.send(List.of(assignment("build >= 2025.1"), assignment("python >= 3.11.8"), last));
        assertThat(seen.await(satisfied.size() + 1))
                .containsAll(satisfied)
                .contains(last)
                .allMatch(each -> each.needs().satisfiedBy(NODE));
    }
}
