package mesh.protocol.recent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentAttemptsTest {
    private record Entry(int attempt, NodeId node, int note) {}

    private static JobId job(int number) {
        return new JobId(new UUID(0x7000L, 0x8000_0000_0000_0000L | number));
    }

    /// A table of the library's does the same with the same steps. Few jobs that are often the
    /// same, so that entries are replaced, taken out and pushed out; ids that differ in few bits.
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 5", "63, 100", "64, 100", "65, 200", "100, 1000", "1000, 1500"})
    void doesWhatATableInTheOrderOfWritingDoes(int most, int jobs) {
        var chance = new SplittableRandom(most);
        var recent = new RecentAttempts(most);
        var model = new LinkedHashMap<JobId, Entry>();

        for (int step = 0; step < 20_000; step++) {
            JobId job = job(chance.nextInt(jobs));
            model.remove(job);
            if (chance.nextInt(10) < 3) {
                recent.remove(job);
            } else {
                NodeId node =
                        chance.nextInt(5) == 0 ? null : new NodeId("node-" + chance.nextInt(9));
                var entry = new Entry(chance.nextInt(), node, chance.nextInt());
                recent.put(job, entry.attempt(), node, entry.note());
                model.putLast(job, entry);
                if (model.size() > most) {
                    model.pollFirstEntry();
                }
            }
            assertThat(entry(recent, job)).isEqualTo(model.get(job));
            assertThat(recent.size()).isEqualTo(model.size());
        }

        for (int number = 0; number < jobs; number++) {
            assertThat(entry(recent, job(number))).isEqualTo(model.get(job(number)));
        }
    }

    private static Entry entry(RecentAttempts recent, JobId job) {
        int place = recent.find(job);
        return place == RecentAttempts.NONE
                ? null
                : new Entry(recent.attempt(place), recent.node(place), recent.note(place));
    }

    @Test
    void aNameIsKeptAsLongAsSomebodyKeepsIt() {
        var names = new NodeNames();
        int one = names.keep(new NodeId("one"));
        assertThat(names.keep(new NodeId("one"))).isEqualTo(one);
        names.release(one);
        assertThat(names.get(one)).isEqualTo(new NodeId("one"));
        names.release(one);
        assertThat(names.size()).isZero();

        assertThat(names.keep(new NodeId("other"))).isEqualTo(one);
        assertThat(names.get(one)).isEqualTo(new NodeId("other"));
        assertThat(names.get(names.keep(null))).isNull();
    }

    @Test
    void nodesThatCameAndWentAreNotKept() {
        var recent = new RecentAttempts(10);
        for (int number = 0; number < 1_000; number++) {
            recent.put(job(number), 1, new NodeId("node-" + number), 0);
        }
        assertThat(recent.node(recent.find(job(999)))).isEqualTo(new NodeId("node-999"));
        assertThat(recent.find(job(989))).isEqualTo(RecentAttempts.NONE);
        assertThat(recent.names()).isEqualTo(10);
    }

    @Test
    void aMemoryOfNothingIsRefused() {
        assertThatThrownBy(() -> new RecentAttempts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1, was 0");
    }
}
