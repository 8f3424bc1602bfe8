package mesh.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mesh.core.Labels;
import mesh.core.job.JobSpec;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Random chance = new Random(7);
    private final Payloads payloads = new Payloads();

    private Writes.Admitted admitted(String json) {
        var spec =
                new JobSpec(
                        JobId.make(NOW, chance),
                        new JobType("echo"),
                        Needs.NONE,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        json.length());
        return new Writes.Admitted(spec, new Json(json), Labels.NONE, NOW, null);
    }

    @Test
    void gives_each_once() {
        Writes.Admitted one = admitted("1");
        Writes.Admitted two = admitted("2");
        payloads.keep(List.of(one, two));

        JobId first = one.spec().id();
        JobId other = JobId.make(NOW, chance);
        assertThat(payloads.take(List.of(first, other)))
                .containsExactly(Map.entry(first, new Json("1")));
        assertThat(payloads.take(List.of(first))).isEmpty();
        assertThat(payloads.take(List.of(two.spec().id()))).hasSize(1);
    }

    @Test
    void forgets_the_oldest_beyond_its_bound() {
        String half = '"' + "x".repeat(Payloads.MOST_CHARACTERS / 2) + '"';
        Writes.Admitted old = admitted(half);
        Writes.Admitted young = admitted(half);
        payloads.keep(List.of(old));
        payloads.keep(List.of(young));

        assertThat(payloads.take(List.of(old.spec().id(), young.spec().id())))
                .containsOnlyKeys(young.spec().id());
    }
}
