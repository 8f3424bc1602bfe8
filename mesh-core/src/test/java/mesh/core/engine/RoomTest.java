package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// How many jobs may be open.
class RoomTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Random chance = new Random(7);

    private CoreEngine engine(int mostOpen) {
        CoreSettings some = CoreSettings.DEFAULTS;
        var settings =
                new CoreSettings(
                        some.lease(),
                        some.suspectAfter(),
                        some.offlineAfter(),
                        some.offerAgain(),
                        some.offersAtOnce(),
                        some.offersInAll(),
                        some.sizeOnOffer(),
                        mostOpen);
        return new CoreEngine(
                settings, new NodeTable(new HashMap<>(), some.offlineAfter()), chance);
    }

    private void admit(CoreEngine engine, String needs) {
        Needs parsed = needs == null ? Needs.NONE : Needs.of(TextNode.valueOf(needs));
        engine.admit(
                new JobSpec(
                        JobId.make(NOW, chance),
                        new JobType("echo"),
                        parsed,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        2),
                new Turn(NOW));
    }

    @Test
    void jobs_that_are_like_no_others_leave_less_room() {
        CoreEngine engine = engine(100);
        for (int i = 0; i < 10; i++) {
            admit(engine, null);
        }
        assertThat(engine.hasRoomFor(90)).isTrue();
        assertThat(engine.hasRoomFor(91)).isFalse();
        admit(engine, "gpu >= 1");
        assertThat(engine.hasRoomFor(81)).isTrue();
        assertThat(engine.hasRoomFor(82)).isFalse();
    }

    @Test
    void a_small_heap_has_room_for_fewer_and_a_large_one_for_no_more_than_the_default() {
        assertThat(CoreSettings.forHeap(64 << 20).mostOpen()).isEqualTo(65_536);
        assertThat(CoreSettings.forHeap(64L << 30).mostOpen())
                .isEqualTo(CoreSettings.DEFAULTS.mostOpen());
    }
}
