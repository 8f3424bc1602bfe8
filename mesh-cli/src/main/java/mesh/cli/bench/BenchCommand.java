package mesh.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.DurationText;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import mesh.cli.run.ChildJvm;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Parts;
import mesh.cli.run.Scratch;
import mesh.lab.bench.Bench;
import mesh.lab.bench.Part;
import mesh.lab.bench.plan.BenchOptions;
import mesh.lab.bench.plan.Scale;
import mesh.lab.bench.report.Comparison;
import mesh.lab.process.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures a mesh of its own.
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Measure how many durable jobs a second a mesh settles here, how soon, and at what cost,"
                    + " beside what the bare broker does in the same minutes.",
            "It starts meshes of its own on free ports. All parts are measured"
                    + " in turn, again and again. Leave the machine alone meanwhile.",
            "Exits with 0 if everything was measured, whatever the figures are."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh bench                                     everything, about a quarter of an hour",
            "  ./mesh bench --only mesh --repetitions 1         one throughput, soon",
            "  ./mesh bench --compare bench-report/bench.json --report after"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int REPETITIONS = 3;

    private final Screen screen;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Measure these parts alone: ${COMPLETION-CANDIDATES}.",
            completionCandidates = PartNames.class)
    private List<String> only = List.of();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "How often to go round over all parts (default: 3).")
    private Integer repetitions;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Over how long each throughput is measured (default: 8s).")
    private Duration duration;

    @Option(
            names = "--smoke",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description =
                    "Only try that everything is measured: seconds, and figures that mean nothing.")
    private boolean smoke;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is left to chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Show the change since an earlier run, by its bench.json.")
    private Path compare;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "bench-report",
            description =
                    "Where the report goes, as JSON, Markdown and plots, and meanwhile the data of the"
                            + " meshes: on the disk to be measured (default: ${DEFAULT-VALUE}).")
    private Path report;

    @Mixin private CommonOptions common;

    public BenchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        BenchOptions options;
        List<Part> chosen;
        try {
            options = options();
            chosen = mesh.lab.bench.Parts.named(only);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
        Comparison earlier = compare == null ? null : earlier();
        var files = new ReportFiles(report);
        files.create();
        announce(chosen, options);
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            lifetime.exitOnSignal(INTERRUPTED);
            // Beside the report, on a disk of the user's choice: others have theirs in memory.
            Path directory = parts.add("directory", Scratch.make(report, "bench")).path();
            parts.add("lock", RoleLock.take(new DataDirectory(directory), "broker"));
            var bench = new Bench(options, chosen, launcher(), directory, files.logs(), this::line);
            var ending = new Ending(screen, bench, command(options), earlier, files);
            parts.add("report", ending);
            parts.add("bench", bench);
            try {
                bench.run();
                return ending.tell().failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
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

    /// What lives for seconds alone is not worth optimising.
    private Launcher launcher() {
        return smoke
                ? (flags, arguments) -> ChildJvm.serving(quick(flags), arguments)
                : ChildJvm::serving;
    }

    private static List<String> quick(List<String> flags) {
        return Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), flags.stream()).toList();
    }

    private BenchOptions options() {
        Scale scale = smoke ? Scale.SMOKE : Scale.FULL;
        return new BenchOptions(
                duration == null ? scale : scale.withWindow(duration),
                repetitions != null ? repetitions : smoke ? 1 : REPETITIONS,
                smoke,
                seed);
    }

    private Comparison earlier() {
        try {
            return Comparison.with(Files.readString(compare));
        } catch (IOException unreadable) {
            throw UserException.unreadable(compare.toString(), unreadable);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(
                    "%s cannot be compared with: %s".formatted(compare, wrong.getMessage()), wrong);
        }
    }

    private void announce(List<Part> chosen, BenchOptions options) {
        line(command(options));
        chosen.forEach(part -> line("  %-12s %s".formatted(part.name(), part.text())));
        Duration estimate = Bench.estimate(chosen, options);
        line(
                "%d repetitions, about %d min %d s; Ctrl-C ends it and keeps what there is"
                        .formatted(
                                options.repetitions(),
                                estimate.toMinutes(),
                                estimate.toSecondsPart()));
    }

    /// The command that does the same again.
    private String command(BenchOptions options) {
        var command = new StringBuilder("./mesh bench");
        if (!only.isEmpty()) {
            command.append(" --only ").append(String.join(",", only));
        }
        if (smoke) {
            command.append(" --smoke");
        }
        command.append(
                " --repetitions %d --duration %dms --seed %d"
                        .formatted(
                                options.repetitions(), options.scale().window().toMillis(), seed));
        return command.toString();
    }

    private void line(String line) {
        screen.out().println(line);
        screen.out().flush();
    }
}
