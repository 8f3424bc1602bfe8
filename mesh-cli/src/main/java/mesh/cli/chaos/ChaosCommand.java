package mesh.cli.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.DurationText;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Parts;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.chaos.plan.ChaosPlan;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.process.Clocks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// Breaks a mesh of its own while it works, and proves that nothing was lost.
@Command(
        name = "chaos",
        sortOptions = false,
        description = {
            "Break a mesh while it works, and check that nothing was lost and nothing settled twice.",
            "It starts a mesh of its own, every role a process, in a temporary directory on free ports;"
                    + " submits jobs at a steady rate; kills, stops and cuts off its processes by a plan"
                    + " that follows from the seed; mends everything; and judges the event log of every"
                    + " job. Without options for faults it causes every kind.",
            "Exits with 0 only if the verdict is clean."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh chaos                                       every kind of fault, a minute",
            "  ./mesh chaos --kill node,core --every 2s --for 2m --load 200 --seed 7",
            "  ./mesh chaos --partition --hang --plan --seed 7    what would be done",
            "  ./mesh chaos --storm 30%%                           what a storm costs",
            "  ./mesh chaos --late 20                             who comes late is refused"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int MOST_SEED = 1_000_000;
    private static final int NODES = 5;

    private static final List<String> OF_A_RUN =
            List.of(
                    "--kill",
                    "--hang",
                    "--partition",
                    "--slow",
                    "--every",
                    "--for",
                    "--load",
                    "--nodes",
                    "--slots",
                    "--clocks",
                    "--plan");

    private final Screen screen;

    @Spec private CommandSpec spec;

    @Mixin private FaultOptions faults;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "3s",
            converter = DurationText.class,
            description = "How often something is done (default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationText.class,
            description = "How long (default: ${DEFAULT-VALUE}).")
    private Duration length;

    @Option(
            names = "--load",
            paramLabel = "N",
            defaultValue = "100",
            description = "Jobs a second (default: ${DEFAULT-VALUE}).")
    private int load;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "From which the plan and the jobs follow (default: any; the report names it).")
    private Long seed;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes (default: 5).")
    private Integer nodes;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many jobs each node runs at once (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--clocks",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description =
                    "Let the nodes' clocks be wrong by so much, ahead and behind by turns; needs the"
                            + " program faketime.")
    private Duration clocks;

    @Option(
            names = "--storm",
            paramLabel = "PERCENT",
            description =
                    "Instead of all that, kill this share of the nodes at once, and compare how long the"
                            + " same work takes with and without (20 nodes, or --nodes).")
    private String storm;

    @Option(
            names = "--late",
            paramLabel = "N",
            description =
                    "Instead of all that, stop N nodes in the middle of a job, let them go on when their"
                            + " jobs were taken back, and count the late settlements that are refused.")
    private Integer late;

    @Option(
            names = "--plan",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Only print what would be done.")
    private boolean planOnly;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "chaos-report",
            description =
                    "Where the report goes, as JSON and Markdown, and the processes' logs where the"
                            + " verdict is not clean (default: ${DEFAULT-VALUE}).")
    private Path report;

    @Mixin private CommonOptions common;

    public ChaosCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        checkQuestion();
        ChaosOptions options = options();
        if (planOnly) {
            ChaosPlan.of(options).stream().map(Fault::text).forEach(screen.out()::println);
            return ExitCode.DONE;
        }
        var files = new ReportFiles(report);
        files.create();
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            lifetime.exitOnSignal(INTERRUPTED);
            try {
                return new Chaos(screen, files, parts).answer(storm, late, nodes, options);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return INTERRUPTED;
            } catch (RuntimeException failed) {
                if (lifetime.signalled()) {
                    return INTERRUPTED;
                }
                throw failed;
            }
        }
    }

    /// A question that is asked alone leaves no option out in silence.
    private void checkQuestion() {
        if (storm == null && late == null) {
            return;
        }
        if (storm != null && late != null) {
            throw UserException.usage("--storm and --late are two questions; ask one at a time");
        }
        ParseResult given = spec.commandLine().getParseResult();
        String question = storm != null ? "--storm" : "--late";
        OF_A_RUN.stream()
                .filter(given::hasMatchedOption)
                .filter(option -> late != null || !option.equals("--nodes"))
                .findFirst()
                .ifPresent(
                        option -> {
                            throw UserException.usage(
                                    "%s is a question of its own; leave %s out"
                                            .formatted(question, option));
                        });
    }

    private ChaosOptions options() {
        if (clocks != null && !Clocks.canBeWrong()) {
            throw UserException.usage(
                    "--clocks needs the program faketime, and there is none on the PATH (Debian: apt"
                            + " install faketime)");
        }
        long from = seed == null ? ThreadLocalRandom.current().nextInt(MOST_SEED) : seed;
        try {
            return new ChaosOptions(
                    faults.kinds(),
                    every,
                    length,
                    load,
                    from,
                    nodes == null ? NODES : nodes,
                    slots,
                    clocks == null ? Duration.ZERO : clocks);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }
}
