package mesh.cli.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.DurationText;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Parts;
import mesh.cli.run.Scratch;
import mesh.lab.chaos.ChaosReport;
import mesh.lab.chaos.ChaosRun;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.chaos.plan.ChaosPlan;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.plan.FaultKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  ./mesh chaos --partition --hang --plan --seed 7    what would be done"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int MOST_SEED = 1_000_000;

    private final Screen screen;

    @Option(
            names = "--kill",
            split = ",",
            paramLabel = "ROLE",
            description =
                    "Kill with kill -9 and start again: node, core, auction, broker, or all of them at"
                            + " once.")
    private List<String> kill = List.of();

    @Option(
            names = "--hang",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Stop a node with SIGSTOP, and let it go on after 0.5 to 22 s.")
    private boolean hang;

    @Option(
            names = "--partition",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Cut a node off: both ways, to the broker, from the broker, flapping.")
    private boolean partition;

    @Option(
            names = "--slow",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Delay what a node says and hears by 20 ms to 1.5 s.")
    private boolean slow;

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

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many jobs each node runs at once (default: ${DEFAULT-VALUE}).")
    private int slots;

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
                return run(options, files, parts);
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

    private int run(ChaosOptions options, ReportFiles files, Parts parts)
            throws InterruptedException {
        String command = command(options);
        screen.out().println(command);
        Path directory = parts.add("directory", Scratch.make("chaos")).path();
        var view = new ChaosView(screen, options);
        var run = parts.add("mesh", new ChaosRun(options, new Children(), directory, view));
        ChaosReport found;
        try {
            found = run.run(command);
        } catch (IllegalStateException broken) {
            run.close();
            files.keepLogs(directory, options.seed());
            throw UserException.failed(
                    broken.getMessage() + "\nthe logs are in " + files.logs(options.seed()),
                    broken);
        }
        view.end();
        files.write(found);
        new ChaosSummary(screen).print(found, files);
        if (!found.clean()) {
            run.close();
            files.keepLogs(directory, options.seed());
            screen.out().println("logs       " + files.logs(options.seed()));
        }
        return found.clean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ChaosOptions options() {
        long from = seed == null ? ThreadLocalRandom.current().nextInt(MOST_SEED) : seed;
        try {
            return new ChaosOptions(kinds(), every, length, load, from, nodes, slots);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }

    private Set<FaultKind> kinds() {
        var kinds = EnumSet.noneOf(FaultKind.class);
        for (String role : kill) {
            kinds.add(
                    switch (role.strip().toLowerCase(Locale.ROOT)) {
                        case "node" -> FaultKind.KILL_NODE;
                        case "core" -> FaultKind.KILL_CORE;
                        case "auction" -> FaultKind.KILL_AUCTION;
                        case "broker" -> FaultKind.KILL_BROKER;
                        case "all" -> FaultKind.KILL_ALL;
                        default ->
                                throw UserException.usage(
                                        "--kill takes node, core, auction, broker and all, was '%s'"
                                                .formatted(role));
                    });
        }
        if (hang) {
            kinds.add(FaultKind.HANG);
        }
        if (partition) {
            kinds.add(FaultKind.PARTITION);
        }
        if (slow) {
            kinds.add(FaultKind.SLOW);
        }
        return kinds.isEmpty() ? EnumSet.allOf(FaultKind.class) : kinds;
    }

    /// The command that does the same again.
    private String command(ChaosOptions options) {
        var command = new StringBuilder("./mesh chaos");
        List<String> killed =
                options.kinds().stream()
                        .map(FaultKind::wireName)
                        .filter(name -> name.startsWith("kill-"))
                        .map(name -> name.substring("kill-".length()))
                        .toList();
        if (!killed.isEmpty()) {
            command.append(" --kill ").append(String.join(",", killed));
        }
        for (FaultKind kind : List.of(FaultKind.HANG, FaultKind.PARTITION, FaultKind.SLOW)) {
            if (options.kinds().contains(kind)) {
                command.append(" --").append(kind.wireName());
            }
        }
        return command.append(
                        " --every %dms --for %ds --load %d --nodes %d --slots %d --seed %d"
                                .formatted(
                                        options.every().toMillis(),
                                        options.length().toSeconds(),
                                        options.load(),
                                        options.nodes(),
                                        options.slots(),
                                        options.seed()))
                .toString();
    }
}
