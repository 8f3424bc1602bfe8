package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.link.Delivery;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// How many jobs may be open, and of how many kinds.
class RoomTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Random chance = new Random(7);

    private CoreEngine engine(int mostOpen, int mostKinds) {
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
                        mostOpen,
                        mostKinds);
        return new CoreEngine(
                settings, new NodeTable(new HashMap<>(), some.offlineAfter()), chance);
    }

    private JobSpec spec(String needs) {
        return new JobSpec(
                JobId.make(NOW, chance),
                new JobType("echo"),
                needs == null ? Needs.NONE : Needs.of(TextNode.valueOf(needs)),
                4,
                Optional.empty(),
                Optional.empty(),
                3,
                2);
    }

    private void admit(CoreEngine engine, String needs) {
        engine.admit(spec(needs), new Turn(NOW));
    }

    private List<JobSpec> specs(String... needs) {
        return Arrays.stream(needs).map(this::spec).toList();
    }

    @Test
    void
            jobs_of_a_new_kind_are_refused_where_there_are_too_many_and_those_of_known_kinds_are_not() {
        CoreEngine engine = engine(1_000, 16);
        for (int i = 0; i < 15; i++) {
            admit(engine, "gpu = " + i);
        }
        assertThat(engine.kinds().open()).isEqualTo(15);
        assertThat(engine.kinds().hasRoomFor(1)).isFalse();
        assertThat(engine.kinds().hasRoomFor(specs("gpu = 15"), NOW)).isFalse();
        assertThat(engine.kinds().hasRoomFor(specs("gpu = 1", "gpu = 14", "gpu = 1"), NOW))
                .isTrue();
        assertThat(engine.kinds().hasRoomFor(specs("gpu = 1", "gpu = 15"), NOW)).isFalse();
    }

    @Test
    void some_kinds_beyond_are_admitted_that_a_node_can_run() {
        CoreEngine engine = engine(1_000, 16);
        for (int i = 0; i < 15; i++) {
            admit(engine, "gpu = " + i);
        }
        engine.expire(new Turn(NOW));
        engine.heartbeat(
                new Delivery<>(Jobs.heartbeat(Jobs.N1, "a", 1, List.of()), NOW), new Turn(NOW));

        assertThat(engine.kinds().hasRoomFor(specs((String) null), NOW)).isTrue();
        assertThat(engine.kinds().hasRoomFor(specs("gpu = 99"), NOW)).isFalse();
        admit(engine, null);
        assertThat(engine.kinds().hasRoomFor(specs("gpu is null"), NOW)).isFalse();
        assertThat(engine.kinds().hasRoomFor(specs((String) null), NOW)).isTrue();
    }

    @Test
    void nodes_are_asked_for_so_many_new_kinds_between_two_ticks() {
        CoreEngine engine = engine(1_000, 16);
        for (int i = 0; i < 15; i++) {
            admit(engine, "gpu = " + i);
        }
        engine.expire(new Turn(NOW));
        engine.heartbeat(
                new Delivery<>(Jobs.heartbeat(Jobs.N1, "a", 1, List.of()), NOW), new Turn(NOW));
        for (int i = 0; i < Kinds.MOST_LOOKS; i++) {
            assertThat(engine.kinds().hasRoomFor(specs("gpu = 99"), NOW)).isFalse();
        }

        assertThat(engine.kinds().hasRoomFor(specs((String) null), NOW)).isFalse();
        engine.tick(new Turn(NOW));
        assertThat(engine.kinds().hasRoomFor(specs((String) null), NOW)).isTrue();
    }

    @Test
    void a_small_heap_has_room_for_fewer_and_a_large_one_for_no_more_than_the_default() {
        assertThat(CoreSettings.forHeap(64 << 20).mostOpen()).isEqualTo(65_536);
        assertThat(CoreSettings.forHeap(64 << 20).mostKinds()).isEqualTo(4_096);
        assertThat(CoreSettings.forHeap(64L << 30).mostOpen())
                .isEqualTo(CoreSettings.DEFAULTS.mostOpen());
        assertThat(CoreSettings.forHeap(64L << 30).mostKinds())
                .isEqualTo(CoreSettings.DEFAULTS.mostKinds());
    }
}
