package mesh.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void no_invariant_is_broken_in_two_hundred_runs() {
        var jobs = new ConcurrentLinkedQueue<Integer>();
        Seeds.Summary summary =
                Seeds.run(1, 200, Options.NONE, 2, outcome -> jobs.add(outcome.jobs()));
        assertThat(summary.broken())
                .as("replay with ./mesh sim --seed N")
                .extracting(Outcome::seed, Outcome::broken)
                .isEmpty();
        assertThat(summary.runs()).isEqualTo(200);
        assertThat(jobs).hasSize(200);
        assertThat(jobs.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(3_000);
    }

    @Test
    void a_seed_is_the_same_run_each_time() {
        var hashes = new HashSet<Long>();
        for (long seed = 1; seed <= 10; seed++) {
            Outcome once = Seeds.replay(seed, Options.NONE, 50);
            assertThat(Seeds.replay(seed, Options.NONE, 50)).isEqualTo(once);
            hashes.add(once.hash());
        }
        assertThat(hashes).hasSize(10);
    }

    @Test
    void the_command_names_what_was_asked_beyond_the_seed() {
        Options options =
                Options.NONE
                        .withJobs(5)
                        .withSeconds(20)
                        .without(Fault.CORE_CRASH)
                        .without(Fault.LOSS);
        assertThat(options.command(7))
                .isEqualTo("./mesh sim --seed 7 --jobs 5 --seconds 20 --without loss,core-crash");
        assertThat(Seeds.replay(7, options, 0).jobs()).isLessThanOrEqualTo(5);
        assertThatThrownBy(() -> Options.NONE.withJobs(Options.MOST_JOBS + 1))
                .hasMessageContaining("`jobs` must be from 0 to 10000, was 10001");
    }
}
