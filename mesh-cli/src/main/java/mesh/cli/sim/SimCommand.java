package mesh.cli.sim;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.lab.sim.Fault;
import mesh.lab.sim.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Simulates the mesh on a virtual clock.
@Command(
        name = "sim",
        sortOptions = false,
        description = {
            "Simulate the mesh on a virtual clock, and watch its invariants after every step.",
            "Core, auction and nodes are the very classes of the product, on one thread, with a broker,"
                    + " a disk and faults that follow from a seed: a seed is the same run each time."
                    + " Needs no broker and opens no port.",
            "Exits with 0 only if every invariant held, or every deliberate bug was found."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh sim                          1,000 seeds",
            "  ./mesh sim --seeds 10000 --first 1",
            "  ./mesh sim --seed 42                one run, with its last steps",
            "  ./mesh sim --mutants                does it find deliberate bugs?"
        })
public final class SimCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 10_000_000;
    private static final int MOST_LINES = 1_000_000;
    private static final int MOST_THREADS = 256;

    private final Screen screen;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How many seeds to run; with --mutants, how many at most for each (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "1",
            description = "The first of them (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Instead, run this seed alone and print its last steps.")
    private Long seed;

    @Option(
            names = "--mutants",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description =
                    "Instead, put deliberate bugs into copies of the product's classes, one at a time,"
                            + " and tell which seed finds each. Needs a checkout and a JDK.")
    private boolean mutants;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many nodes (default: what the seed draws, 3 to 6).")
    private int nodes;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many jobs (default: what the seed draws, 20 to 60).")
    private int jobs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "For how long there are faults, of virtual time (default: what the seed draws, 40 to"
                            + " 150).")
    private int seconds;

    @Option(
            names = "--without",
            paramLabel = "FAULT",
            split = ",",
            description = "Kinds of fault to leave out, such as node-crash,loss.")
    private List<String> without = List.of();

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "40",
            description = "How many of the last steps --seed prints (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many seeds at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Mixin private CommonOptions common;

    public SimCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (mutants && seed != null) {
            throw UserException.usage("--seed and --mutants are two questions; ask one at a time");
        }
        bounded("--seeds", seeds, MOST_SEEDS);
        bounded("--lines", lines, MOST_LINES);
        bounded("--threads", threads, MOST_THREADS);
        Options options = options();
        if (mutants) {
            if (!options.equals(Options.NONE)) {
                throw UserException.usage("--mutants takes --seeds alone");
            }
            return new MutantTable(screen).print(seeds) ? ExitCode.DONE : ExitCode.FAILED;
        }
        return held(new Runs(screen, options)) ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// @return whether every invariant held
    private boolean held(Runs runs) {
        try {
            return seed != null ? runs.one(seed, lines) : runs.many(first, seeds, threads);
        } catch (IllegalStateException ownFault) {
            throw UserException.failed(
                    "the simulator itself failed: " + ownFault.getMessage(), ownFault);
        }
    }

    private static void bounded(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw UserException.usage(
                    "%s must be from 1 to %d, was %d".formatted(option, most, value));
        }
    }

    private Options options() {
        try {
            return new Options(nodes, jobs, seconds, faults());
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }

    private Set<Fault> faults() {
        return without.stream().map(SimCommand::fault).collect(Collectors.toSet());
    }

    private static Fault fault(String name) {
        try {
            return Fault.of(name.strip());
        } catch (IllegalArgumentException unknown) {
            String known =
                    List.of(Fault.values()).stream()
                            .map(Fault::wireName)
                            .collect(Collectors.joining(", "));
            throw UserException.usage("--without takes " + known + "; was '" + name + "'", unknown);
        }
    }
}
