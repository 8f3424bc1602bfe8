package mesh.cli.sim;

import java.util.Locale;
import mesh.cli.Screen;
import mesh.lab.sim.Fault;
import mesh.lab.sim.Options;
import mesh.lab.sim.Outcome;
import mesh.lab.sim.Seeds;
import mesh.lab.sim.Shrinking;

/// Runs seeds and says what came of them.
final class Runs {
    private static final int TELL_EVERY = 1_000;
    private static final int MOST_TOLD = 20;
    private static final int LAST_STEPS = 20;

    private final Screen screen;
    private final Options options;
    private int done;

    Runs(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    private void line(String format, Object... parts) {
        screen.out().println(String.format(Locale.ROOT, format, parts));
    }

    /// @return whether every invariant held
    boolean one(long seed, int lines) {
        Outcome outcome = Seeds.replay(seed, options, lines);
        outcome.lines().forEach(screen.out()::println);
        line("");
        line(
                "seed %d: %d steps in %.0f s of virtual time, %d nodes, %d jobs; hash %016x",
                seed,
                outcome.steps(),
                outcome.virtualSeconds(),
                outcome.nodes(),
                outcome.jobs(),
                outcome.hash());
        line(
                "faults: %s",
                String.join(", ", outcome.faults().stream().map(Fault::wireName).toList()));
        outcome.broken()
                .ifPresentOrElse(
                        broken -> line("broken: %s", broken), () -> line("every invariant held"));
        return outcome.broken().isEmpty();
    }

    /// @return whether every invariant held in all of them
    boolean many(long first, int seeds, int threads) {
        Seeds.Summary summary = Seeds.run(first, seeds, options, threads, this::ran);
        line(
                "%d runs of %.0f hours of virtual time, %d steps, in %.1f s: %.1f runs a second",
                summary.runs(),
                summary.virtualSeconds() / 3600,
                summary.steps(),
                summary.took().toMillis() / 1e3,
                summary.runsASecond());
        if (summary.broken().isEmpty()) {
            line("every invariant held in all of them");
            return true;
        }
        line("an invariant was broken in %d of them", summary.broken().size());
        summary.broken().stream()
                .limit(MOST_TOLD)
                .forEach(one -> line("  seed %d: %s", one.seed(), one.broken().orElseThrow()));
        smallest(summary.broken().getFirst());
        return false;
    }

    private void ran(Outcome outcome) {
        done++;
        if (done % TELL_EVERY == 0 && screen.terminal()) {
            screen.err().println(done + " runs");
        }
    }

    /// The last steps of the first failure, with as little of it as still fails.
    private void smallest(Outcome broken) {
        Options small = Shrinking.smaller(broken, options);
        line("");
        Outcome again = Seeds.replay(broken.seed(), small, LAST_STEPS);
        again.lines().forEach(screen.out()::println);
        line("broken: %s", again.broken().orElseThrow());
        line("");
        line("replay it:       %s", options.command(broken.seed()));
        if (!small.equals(options)) {
            line("the same, less:  %s", small.command(broken.seed()));
        }
    }
}
