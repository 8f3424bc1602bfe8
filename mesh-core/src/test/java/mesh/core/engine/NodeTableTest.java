package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Capabilities;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private static final Duration OFFLINE = Duration.ofSeconds(30);

    /// Counts how often somebody goes over all nodes.
    private static final class Watched extends HashMap<NodeId, NodeTable.Known> {
        private static final long serialVersionUID = 1;
        private int walks;

        @Override
        public java.util.Collection<NodeTable.Known> values() {
            walks++;
            return super.values();
        }
    }

    private final Watched map = new Watched();
    private final NodeTable table = new NodeTable(map, OFFLINE);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private NodeNews hear(NodeId node, long seq) {
        return table.heard(new Delivery<>(heartbeat(node, "a", seq, List.of()), now), now);
    }

    private void invent(int names, long seq) {
        IntStream.range(0, names).forEach(i -> hear(new NodeId("invented-" + i), seq));
    }

    @Test
    void invented_names_take_no_place_from_a_node_that_is_alive() {
        hear(N1, 1);
        invent(12_821, 1);
        assertThat(table.all()).hasSize(NodeTable.MOST);
        now = now.plusSeconds(5);
        assertThat(hear(N1, 2).stale()).isFalse();
        assertThat(hear(N2, 1).stale()).isTrue();
        now = now.plus(OFFLINE);
        NodeNews news = hear(N2, 2);
        assertThat(news.stale()).isFalse();
        assertThat(news.forgotten()).isPresent();
        assertThat(table.all()).hasSize(NodeTable.MOST);
        assertThat(table.get(N1)).isPresent();
    }

    @Test
    void a_heartbeat_costs_no_look_at_all_nodes_however_many_there_are() {
        invent(NodeTable.MOST, 1);
        map.walks = 0;
        invent(NodeTable.MOST, 2);
        assertThat(map.walks).isZero();
        invent(NodeTable.MOST + 1_000, 3);
        assertThat(map.walks).as("one look finds that there is no room").isOne();
    }

    @Test
    void forgets_a_node_that_was_not_heard_for_a_week() {
        hear(N1, 1);
        now = now.plus(NodeTable.KEPT);
        hear(N2, 1);
        assertThat(table.forget(now)).isEmpty();
        assertThat(table.forget(now.plusSeconds(1))).containsExactly(N1);
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void keeps_no_more_text_than_its_bound_and_nothing_that_a_heartbeat_names() {
        Map<String, String> large = new TreeMap<>();
        for (int i = 0; i < Capabilities.MOST; i++) {
            large.put("c" + i, "x".repeat(Capabilities.MOST_CHARACTERS));
        }
        var capabilities = new Capabilities(large);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            Heartbeat plain = heartbeat(new NodeId("large-" + i), "a", 1, List.of());
            var beat =
                    new Heartbeat(
                            plain.node(),
                            plain.incarnation(),
                            plain.seq(),
                            capabilities,
                            plain.slots(),
                            plain.busy(),
                            plain.draining(),
                            plain.bid(),
                            plain.running(),
                            plain.version());
            taken += table.heard(new Delivery<>(beat, now), now).stale() ? 0 : 1;
        }
        assertThat(taken)
                .isEqualTo(NodeTable.MOST_CHARACTERS / capabilities.json().length())
                .isLessThan(1_000);
        var ref =
                new mesh.protocol.message.AttemptRef(
                        mesh.protocol.JobId.make(now, new java.util.Random(1)), 1);
        table.heard(new Delivery<>(heartbeat(N1, "a", 1, List.of(ref)), now), now);
        table.get(N1).ifPresent(known -> assertThat(known.heartbeat().running()).isEmpty());
    }

    @Test
    void a_node_is_silent_by_the_interval_that_it_announced() {
        Heartbeat plain = heartbeat(N1, "a", 1, List.of());
        var calm =
                new Heartbeat(
                        plain.node(),
                        plain.incarnation(),
                        plain.seq(),
                        plain.capabilities(),
                        plain.slots(),
                        plain.busy(),
                        plain.draining(),
                        plain.bid(),
                        plain.running(),
                        plain.version(),
                        List.of(),
                        25_000,
                        false);
        table.heard(new Delivery<>(calm, now), now);
        NodeTable.Known known = table.get(N1).orElseThrow();
        assertThat(table.isOffline(known, now.plus(OFFLINE.multipliedBy(5)).minusMillis(1)))
                .isFalse();
        assertThat(table.isOffline(known, now.plus(OFFLINE.multipliedBy(5)))).isTrue();
        assertThat(table.patience(N1, Duration.ofSeconds(15))).hasSeconds(75);
        assertThat(table.patience(N2, Duration.ofSeconds(15))).hasSeconds(15);
    }
}
