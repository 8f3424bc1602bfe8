package mesh.lab.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosPlanTest {
    /// So many that one is free whenever one is wanted.
    private static final int MANY = 40;

    private static ChaosOptions options(Set<FaultKind> kinds, long seed) {
        return options(kinds, seed, MANY);
    }

    private static ChaosOptions options(Set<FaultKind> kinds, long seed, int nodes) {
        return new ChaosOptions(
                kinds,
                Duration.ofSeconds(1),
                Duration.ofSeconds(161),
                100,
                seed,
                nodes,
                2,
                Duration.ZERO);
    }

    private static ChaosOptions all(long seed) {
        return options(EnumSet.allOf(FaultKind.class), seed);
    }

    @Test
    void is_the_same_for_the_same_options_and_another_for_another_seed() {
        assertThat(ChaosPlan.of(all(7))).isEqualTo(ChaosPlan.of(all(7)));
        assertThat(ChaosPlan.of(all(7))).isNotEqualTo(ChaosPlan.of(all(8)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void causes_each_kind_equally_often(long seed) {
        List<Fault> faults = ChaosPlan.of(all(seed));
        assertThat(faults).hasSize(160);
        Map<FaultKind, Long> counts =
                faults.stream().collect(Collectors.groupingBy(Fault::kind, Collectors.counting()));
        assertThat(counts).hasSize(FaultKind.values().length);
        assertThat(counts.values()).containsOnly(20L);
        assertThat(faults).isSortedAccordingTo(Comparator.comparing(Fault::at));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cuts_in_each_way_equally_often_and_longer_than_the_lease_too(long seed) {
        List<Fault> cuts = ChaosPlan.of(options(Set.of(FaultKind.PARTITION), seed));
        assertThat(cuts.stream().collect(Collectors.groupingBy(Fault::cut, Collectors.counting())))
                .isEqualTo(
                        EnumSet.allOf(Cut.class).stream()
                                .collect(Collectors.toMap(Function.identity(), _ -> 40L)));
        for (Cut cut : Cut.values()) {
            assertThat(cuts.stream().filter(f -> f.cut() == cut).map(Fault::outlastsLease))
                    .contains(true, false);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void does_one_thing_at_a_time_to_a_node_and_waits_for_one(long seed) {
        List<Fault> faults =
                ChaosPlan.of(
                        options(
                                EnumSet.of(FaultKind.PARTITION, FaultKind.SLOW, FaultKind.HANG),
                                seed,
                                3));
        assertThat(faults).hasSizeBetween(20, 60);
        assertThat(faults)
                .isSortedAccordingTo(Comparator.comparing(Fault::at))
                .allMatch(fault -> fault.at().compareTo(Duration.ofSeconds(161)) < 0);
        for (Fault fault : faults) {
            // What mends it comes a little later, and must not end the next.
            Duration end = fault.at().plus(fault.lasts()).plusMillis(200);
            assertThat(faults)
                    .filteredOn(other -> other.node() == fault.node())
                    .filteredOn(other -> other.at().compareTo(fault.at()) > 0)
                    .allMatch(other -> other.at().compareTo(end) >= 0);
        }
        assertThat(faults).extracting(Fault::node).contains(0, 1, 2);
    }

    @Test
    void causes_nothing_where_nothing_is_asked_for() {
        assertThat(ChaosPlan.of(options(Set.of(), 1))).isEmpty();
    }

    @Test
    void says_each_fault_in_a_line() {
        var fault =
                new Fault(
                        3,
                        Duration.ofMillis(6_500),
                        FaultKind.PARTITION,
                        0,
                        Duration.ofSeconds(2),
                        Cut.TO_BROKER,
                        Duration.ZERO);
        assertThat(fault.text()).isEqualTo("  3   6.50 s  cut node n1 off to-broker for 2.00 s");
        assertThat(ChaosPlan.of(all(1)).stream().map(Fault::text)).doesNotContain("null");
    }

    @Test
    void refuses_options_beyond_their_bounds_by_name() {
        assertThatThrownBy(
                        () ->
                                new ChaosOptions(
                                        Set.of(),
                                        Duration.ofMillis(10),
                                        Duration.ofSeconds(1),
                                        1,
                                        1,
                                        1,
                                        1,
                                        Duration.ZERO))
                .hasMessage("`every` must be at least 100 ms, was 10 ms");
        assertThatThrownBy(
                        () ->
                                new ChaosOptions(
                                        Set.of(FaultKind.HANG),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(2),
                                        1,
                                        1,
                                        1,
                                        1,
                                        Duration.ZERO))
                .hasMessage(
                        "`for` must be longer than `every` (3000 ms), or nothing is done at all, was"
                                + " 2000 ms");
        assertThatThrownBy(
                        () ->
                                new ChaosOptions(
                                        Set.of(),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        0,
                                        1,
                                        1,
                                        1,
                                        Duration.ZERO))
                .hasMessage("`load` must be 1 to 5000, was 0");
    }
}
