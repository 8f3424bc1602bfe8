package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mesh.protocol.needs.CapabilityValue.Version;
import org.junit.jupiter.api.Test;

class VersionBoundTest {
    private static final long[] PARTS = {
        0,
        1,
        2,
        3,
        11,
        9_998,
        9_999,
        10_000,
        10_001,
        10_115,
        999_999,
        1_234_567_890L,
        92_233_720_366L,
        92_233_720_367L,
        92_233_720_368L,
        999_999_999_999_999_999L
    };

    @Test
    void shows_the_first_three_numbers_of_four_digits() {
        assertThat(VersionBound.upper(new Version(3, 11, 7))).isEqualTo(3_0011_0007L);
        assertThat(VersionBound.lower(new Version(3, 11))).isEqualTo(3_0011_0000L);
        assertThat(VersionBound.upper(new Version(3, 11, 7, 5))).isEqualTo(3_0011_0007L);
    }

    @Test
    void a_part_beyond_its_digits_takes_what_follows_with_it() {
        assertThat(VersionBound.upper(new Version(2024, 10_116, 1))).isEqualTo(2024_9999_9999L);
        assertThat(VersionBound.lower(new Version(2024, 10_115, 3))).isEqualTo(2024_9999_0000L);
    }

    @Test
    void a_node_of_the_version_or_a_newer_one_is_never_filtered_away() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            Version one = version(random, PARTS.length);
            Version other =
                    random.nextInt(4) > 0 ? version(random, PARTS.length) : near(one, random);
            Version node = one.compareTo(other) >= 0 ? one : other;
            Version asked = node == one ? other : one;
            assertThat(VersionBound.upper(node))
                    .as("seed %d: %s satisfies >= %s", seed, text(node), text(asked))
                    .isGreaterThanOrEqualTo(VersionBound.lower(asked));
        }
    }

    /// Nodes and cores of before cut each part at 9,999 by itself; their parts are below a million.
    @Test
    void nor_is_it_where_one_of_both_is_of_before() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            Version one = version(random, 11);
            Version other = version(random, 11);
            Version node = one.compareTo(other) >= 0 ? one : other;
            Version asked = node == one ? other : one;
            String trial = "seed %d: %s satisfies >= %s".formatted(seed, text(node), text(asked));
            assertThat(cutByItself(node))
                    .as("a node of before, %s", trial)
                    .isGreaterThanOrEqualTo(VersionBound.lower(asked));
            assertThat(VersionBound.upper(node))
                    .as("a core of before, %s", trial)
                    .isGreaterThanOrEqualTo(cutByItself(asked));
        }
    }

    @Test
    void the_filter_of_a_node_lets_through_what_it_satisfies() {
        var node = Capabilities.parse(List.of("build=2024.10116.1", "date=20240101123456"));
        Needs needs = Needs.of(TextNode.valueOf("build >= 2024.10115.3 AND date >= 2024.5"));
        assertThat(needs.satisfiedBy(node)).isTrue();
        Map<String, Long> most = node.upperBounds();
        needs.lowerBounds()
                .forEach(
                        (bound, least) ->
                                assertThat(most.getOrDefault(bound, Long.MAX_VALUE))
                                        .as(bound)
                                        .isGreaterThanOrEqualTo(least));
    }

    private static long cutByItself(Version version) {
        return (version.part(0) * 10_000 + Math.min(version.part(1), 9_999)) * 10_000
                + Math.min(version.part(2), 9_999);
    }

    private static Version version(Random random, int most) {
        return new Version(
                random.ints(2 + random.nextInt(3), 0, most).mapToLong(i -> PARTS[i]).toArray());
    }

    /// The same but for its last number.
    private static Version near(Version version, Random random) {
        return new Version(version.part(0), version.part(1), PARTS[random.nextInt(PARTS.length)]);
    }

    private static String text(Version version) {
        return java.util.Arrays.toString(version.parts());
    }
}
