package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import mesh.core.Jobs;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import org.junit.jupiter.api.Test;

class HeartbeatPaceTest {
    private static final Duration USUAL = Limits.HEARTBEAT;
    private final HeartbeatPace pace = new HeartbeatPace(Limits.HEARTBEATS_A_SECOND);

    @Test
    void up_to_two_thousand_nodes_keep_the_usual_interval() {
        pace.counted(2_000);
        assertThat(pace.interval()).isEqualTo(USUAL);
        assertThat(pace.asksOf(USUAL)).isFalse();
        assertThat(pace.asksOf(Duration.ofMillis(100))).as("a quicker one is let be").isFalse();
    }

    @Test
    void however_many_nodes_there_are_they_stay_within_400_heartbeats_a_second() {
        for (int nodes = 2_001; nodes <= NodeTable.MOST; nodes += 100) {
            pace.counted(nodes);
            assertThat(nodes / (double) pace.interval().toSeconds())
                    .isLessThanOrEqualTo(Limits.HEARTBEATS_A_SECOND);
            assertThat(pace.interval()).isLessThanOrEqualTo(Limits.LONGEST_HEARTBEAT);
            assertThat(pace.asksOf(USUAL)).isTrue();
            assertThat(pace.asksOf(pace.interval())).isFalse();
        }
    }

    @Test
    void a_number_that_goes_up_and_down_by_a_few_changes_it_once() {
        pace.counted(2_001);
        assertThat(pace.interval()).hasSeconds(10);
        pace.counted(1_900);
        assertThat(pace.interval()).hasSeconds(10);
        pace.counted(1_800);
        assertThat(pace.interval()).isEqualTo(USUAL);
        assertThat(pace.asksOf(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void nobody_is_asked_before_every_node_had_time_to_be_heard() {
        Instant start = Instant.EPOCH;
        assertThat(pace.isDue(start)).isFalse();
        assertThat(pace.asksOf(Duration.ofSeconds(10))).isFalse();
        assertThat(pace.isDue(start.plus(Limits.LONGEST_HEARTBEAT))).isTrue();
        assertThat(pace.isDue(start.plus(Limits.LONGEST_HEARTBEAT))).isFalse();
    }

    @Test
    void ten_thousand_nodes_are_each_asked_once_and_those_that_do_not_understand_it_never() {
        var nodes = new NodeTable(new HashMap<>(), Limits.OFFLINE);
        var engine = new CoreEngine(CoreSettings.DEFAULTS, nodes, new Random(1));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        engine.tick(new Turn(now));
        var paced = new HashMap<NodeId, Integer>();
        int asked = 0;
        for (int round = 1; round <= 12; round++) {
            var turn = new Turn(now);
            for (int i = 0; i < NodeTable.MOST; i++) {
                var node = new NodeId("n" + i);
                boolean old = i % 100 == 0;
                int interval = old ? 0 : paced.getOrDefault(node, 5_000);
                Heartbeat plain = Jobs.heartbeat(node, "a", round, List.of());
                engine.heartbeat(
                        new Delivery<>(
                                new Heartbeat(
                                        node,
                                        "a",
                                        round,
                                        plain.capabilities(),
                                        4,
                                        0,
                                        false,
                                        plain.bid(),
                                        List.of(),
                                        "test",
                                        List.of(),
                                        interval,
                                        false),
                                now),
                        turn);
            }
            engine.tick(turn);
            for (Control control : turn.controls()) {
                assertThat(control.kind()).isEqualTo(Control.Kind.PACE);
                paced.put(control.node(), control.intervalMillis());
                asked++;
            }
            now = now.plusSeconds(5);
        }
        assertThat(asked).isEqualTo(9_900);
        assertThat(paced).hasSize(9_900).containsValue(25_000);
    }
}
