package mesh.lab.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobMixTest {
    private static final JobMix MIX = new JobMix(7);

    @Test
    void makes_the_same_job_for_the_same_seed_and_number() {
        assertThat(new JobMix(7).job(42)).isEqualTo(MIX.job(42));
        assertThat(new JobMix(8).job(42)).isNotEqualTo(MIX.job(42));
    }

    @Test
    void names_each_job_once_and_labels_it_with_its_name() {
        var keys = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            JobMix.Wanted job = MIX.job(i);
            assertThat(keys.add(job.key())).isTrue();
            assertThat(job.body().path("labels").path(JobMix.LABEL).asText()).isEqualTo(job.key());
        }
    }

    @Test
    void has_jobs_of_every_kind() {
        var jobs = IntStream.range(0, 1_000).mapToObj(MIX::job).toList();
        assertThat(jobs).anyMatch(job -> job.cancelAfter().isPresent());
        assertThat(jobs).anyMatch(job -> job.body().has("timeout"));
        assertThat(jobs).anyMatch(job -> job.body().path("needs").isTextual());
        assertThat(jobs).anyMatch(job -> job.body().path("needs").isObject());
        assertThat(jobs).anyMatch(job -> job.body().path("payload").path("millis").asInt() < 0);
        assertThat(jobs).anyMatch(job -> job.body().path("payload").path("millis").asInt() > 1_000);
        assertThat(jobs).anyMatch(job -> job.body().path("type").asText().equals("echo"));
    }

    @Test
    void orders_hold_each_job_once_in_batches_and_alone() {
        int next = 0;
        int batches = 0;
        for (int number = 0; number < 200; number++) {
            Order order = Order.from(MIX, 7, number, next);
            assertThat(order.jobs().getFirst()).isEqualTo(MIX.job(next));
            next += order.jobs().size();
            batches += order.jobs().size() > 1 ? 1 : 0;
            assertThat(order.repeats() && order.key().isEmpty()).isFalse();
        }
        assertThat(batches).isBetween(10, 100);
    }
}
