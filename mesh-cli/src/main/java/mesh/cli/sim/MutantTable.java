package mesh.cli.sim;

import java.util.List;
import java.util.Locale;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.lab.sim.mutant.Mutant;
import mesh.lab.sim.mutant.Mutants;
import mesh.lab.sim.mutant.Sources;
import mesh.lab.sim.mutant.StaleMutantException;
import mesh.lab.sim.mutant.Trial;

/// The table of deliberate bugs: which seed finds each, and by which invariant.
final class MutantTable {
    private final Screen screen;

    MutantTable(Screen screen) {
        this.screen = screen;
    }

    /// @param most how many seeds for each at most
    /// @return whether all were found
    boolean print(int most) {
        Sources sources = sources();
        List<Mutant> mutants = Mutants.all();
        int found = 0;
        row("mutant", "seeds", "found by", "what it breaks");
        for (Mutant mutant : mutants) {
            Trial.Result result = run(mutant, sources, most);
            found += result.caught().isPresent() ? 1 : 0;
            row(
                    mutant.name(),
                    Integer.toString(result.seeds()),
                    result.caught().map(Trial.Caught::invariant).orElse("NOT FOUND"),
                    mutant.breaks());
        }
        screen.out().println("found: " + found + " of " + mutants.size());
        return found == mutants.size();
    }

    private void row(String name, String seeds, String by, String breaks) {
        screen.out()
                .println(
                        String.format(Locale.ROOT, "%-31s %6s  %-23s %s", name, seeds, by, breaks));
    }

    private static Sources sources() {
        try {
            return Sources.find();
        } catch (IllegalStateException none) {
            throw UserException.usage(none.getMessage(), none);
        }
    }

    private static Trial.Result run(Mutant mutant, Sources sources, int most) {
        try {
            return Trial.run(mutant, sources, most);
        } catch (StaleMutantException | IllegalStateException wrong) {
            throw UserException.failed(wrong.getMessage(), wrong);
        }
    }
}
