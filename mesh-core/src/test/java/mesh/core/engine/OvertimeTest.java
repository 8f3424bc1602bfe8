package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.NoAward;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// Why a job's time was over, by what is known of the nodes.
class OvertimeTest extends EngineFixture {
    private static final Needs GPU = Needs.of(json("{\"gpu\":\">=1\"}"));

    private static JsonNode json(String text) {
        try {
            return MeshJson.MAPPER.readTree(text);
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private JobId admit(Needs needs, Duration time) {
        JobId id = JobId.make(now, chance);
        var spec =
                new JobSpec(
                        id,
                        Jobs.ECHO,
                        needs,
                        4,
                        Optional.of(now.plus(time)),
                        Optional.empty(),
                        3,
                        4);
        engine.admit(spec, turn);
        return id;
    }

    private ErrorCode expiredAfter(Duration time) {
        pass(time);
        engine.expire(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.Expired.class);
        return ((JobEvent.Expired) happened().getFirst()).error().code();
    }

    private void live(Duration time) {
        for (int seq = 2; !time.isNegative() && !time.isZero(); seq++) {
            pass(Duration.ofSeconds(5));
            beat(N1, "a", seq);
            beat(N2, "a", seq);
            engine.tick(turn);
            time = time.minusSeconds(5);
        }
    }

    @Test
    void no_node_has_what_it_needs_though_the_auction_said_nothing() {
        admit(GPU, Duration.ofSeconds(3));
        assertThat(expiredAfter(Duration.ofSeconds(3))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }

    @Test
    void a_capable_node_was_there_and_the_auction_said_nothing() {
        admit(Needs.NONE, Duration.ofSeconds(3));
        assertThat(expiredAfter(Duration.ofSeconds(3))).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void the_auctions_word_is_believed() {
        JobId id = admit(Needs.NONE, Duration.ofSeconds(3));
        engine.award(new Award(id, 1, null, NoAward.NO_CAPABLE_NODE), turn);
        assertThat(expiredAfter(Duration.ofSeconds(3))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }

    @Test
    void an_old_word_of_the_auction_does_not_hide_that_all_nodes_left() {
        JobId id = admit(Needs.NONE, Duration.ofSeconds(3));
        engine.award(new Award(id, 1, null, NoAward.NO_FREE_SLOT), turn);
        engine.departed(N1, turn);
        engine.departed(N2, turn);
        assertThat(expiredAfter(Duration.ofSeconds(3))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }

    @Test
    void who_has_been_silent_for_long_or_drains_takes_nothing() {
        engine.expire(turn);
        live(Duration.ofSeconds(60));
        admit(Needs.NONE, Duration.ofSeconds(60));
        assertThat(expiredAfter(Duration.ofSeconds(60))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
        pass(Duration.ofSeconds(1));
        for (var node : List.of(N1, N2)) {
            Heartbeat now100 = Jobs.heartbeat(node, "a", 100, List.of());
            var draining =
                    new Heartbeat(
                            node,
                            "a",
                            100,
                            now100.capabilities(),
                            4,
                            0,
                            true,
                            now100.bid(),
                            List.of(),
                            "test");
            engine.heartbeat(new Delivery<>(draining, now), turn);
        }
        admit(Needs.NONE, Duration.ofSeconds(1));
        assertThat(expiredAfter(Duration.ofSeconds(1))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }

    @Test
    void a_core_that_was_down_does_not_take_its_own_silence_for_the_nodes() {
        pass(Duration.ofMinutes(10));
        nodes.keep();
        engine = new CoreEngine(SETTINGS, nodes, new Random(3));
        admit(Needs.NONE, Duration.ofSeconds(1));
        engine.expire(turn);
        assertThat(expiredAfter(Duration.ofSeconds(1))).isEqualTo(ErrorCode.DEADLINE_PASSED);
        admit(GPU, Duration.ofSeconds(1));
        assertThat(expiredAfter(Duration.ofSeconds(1))).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }

    @Test
    void who_waits_in_vain_on_a_running_node_learns_that_time_was_short() {
        JobId id = admit(GPU, Duration.ofSeconds(3));
        award(id, 1, N1);
        assertThat(expiredAfter(Duration.ofSeconds(3))).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }
}
