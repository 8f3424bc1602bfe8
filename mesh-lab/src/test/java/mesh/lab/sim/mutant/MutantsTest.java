package mesh.lab.sim.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A few that are found fast; `./mesh sim --mutants` tries them all.
class MutantsTest {
    private static Mutant mutant(String name) {
        return Mutants.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-not-sent", "deadline-ignored"})
    void a_deliberate_bug_is_found(String name) {
        Trial.Result result = Trial.run(mutant(name), Sources.find(), 200);
        assertThat(result.caught()).isPresent();
    }

    @Test
    void each_fits_the_source_as_it_is_and_has_a_name_of_its_own() {
        Sources sources = Sources.find();
        assertThat(Mutants.all())
                .allSatisfy(
                        one ->
                                assertThat(one.in(sources.read(one)))
                                        .isNotEqualTo(sources.read(one)));
        assertThat(Mutants.all()).extracting(Mutant::name).doesNotHaveDuplicates();
    }

    @Test
    void one_that_fits_no_more_says_so() {
        var stale =
                new Mutant("stale", "nothing", "mesh.core.job.Lifecycle", "no such text", "none");
        assertThatThrownBy(() -> Trial.fits(stale, Sources.find()))
                .isInstanceOf(StaleMutantException.class)
                .hasMessageContaining("`stale` wants this text once");
    }
}
