package mesh.cli.chaos;

import java.nio.file.Path;
import java.util.List;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.run.Parts;
import mesh.cli.run.Scratch;
import mesh.lab.chaos.ChaosReport;
import mesh.lab.chaos.ChaosRun;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.chaos.scenario.LateSettlements;
import mesh.lab.chaos.scenario.Storm;

/// Runs what was asked for, shows it, and keeps what it found.
final class Chaos {
    private static final int SCENARIO_NODES = 20;

    private final Screen screen;
    private final ReportFiles files;
    private final Parts parts;

    /// @param parts what ends the mesh, also on a signal
    Chaos(Screen screen, ReportFiles files, Parts parts) {
        this.screen = screen;
        this.files = files;
        this.parts = parts;
    }

    /// @param storm a share such as `30%`, or null
    /// @param late how many nodes come late, or null
    /// @param nodes how many were asked for, or null
    /// @return the exit code
    int answer(String storm, Integer late, Integer nodes, ChaosOptions options)
            throws InterruptedException {
        if (storm != null) {
            return storm(percent(storm), nodes == null ? SCENARIO_NODES : nodes, options.seed());
        }
        return late == null ? run(options) : late(late, options.seed());
    }

    private static int percent(String text) {
        String number = text.strip().replaceFirst("\\s*%$", "");
        if (!number.matches("[0-9]{1,2}")) {
            throw UserException.usage("--storm is a share such as 30%, was '" + text + "'");
        }
        return Integer.parseInt(number);
    }

    private int storm(int percent, int nodes, long seed) throws InterruptedException {
        Path directory = parts.add("directory", Scratch.make("chaos")).path();
        Storm storm;
        try {
            storm = new Storm(nodes, percent, seed, new Children(), directory, this::line);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
        parts.add("mesh", storm);
        Storm.Outcome found = telling(directory, seed, storm::close, storm::run);
        files.writeAnswer("storm", found, found.text());
        line(found.text());
        return end(found.clean(), directory, seed, storm::close);
    }

    private int late(int nodes, long seed) throws InterruptedException {
        if (nodes < 1 || nodes > ChaosOptions.MOST_NODES) {
            throw UserException.usage(
                    "--late is 1 to %d nodes, was %d".formatted(ChaosOptions.MOST_NODES, nodes));
        }
        Path directory = parts.add("directory", Scratch.make("chaos")).path();
        var late =
                parts.add(
                        "mesh", new LateSettlements(nodes, new Children(), directory, this::line));
        LateSettlements.Outcome found = telling(directory, seed, late::close, late::run);
        files.writeAnswer("late", found, found.text());
        line(found.text());
        return end(found.clean(), directory, seed, late::close);
    }

    private int run(ChaosOptions options) throws InterruptedException {
        String command = command(options);
        screen.out().println(command);
        Path directory = parts.add("directory", Scratch.make("chaos")).path();
        var view = new ChaosView(screen, options);
        var run = parts.add("mesh", new ChaosRun(options, new Children(), directory, view));
        ChaosReport found = telling(directory, options.seed(), run::close, () -> run.run(command));
        view.end();
        return tell(found, directory, run::close);
    }

    /// Shows and keeps what a run found.
    ///
    /// @param directory where the processes logged
    /// @param close ends them
    /// @return the exit code: whoever runs this in a script looks at nothing else
    int tell(ChaosReport found, Path directory, Runnable close) {
        files.write(found);
        new ChaosSummary(screen).print(found, files);
        return end(found.clean(), directory, found.options().seed(), close);
    }

    /// Something that takes its time and may be stopped.
    @FunctionalInterface
    private interface Running<T> {
        T run() throws InterruptedException;
    }

    /// Where the mesh itself breaks down there is no report, and its logs are all the more wanted.
    private <T> T telling(Path directory, long seed, Runnable close, Running<T> running)
            throws InterruptedException {
        try {
            return running.run();
        } catch (IllegalStateException broken) {
            close.run();
            files.keepLogs(directory, seed);
            throw UserException.failed(
                    broken.getMessage() + "\nthe logs are in " + files.logs(seed), broken);
        }
    }

    private int end(boolean clean, Path directory, long seed, Runnable close) {
        if (clean) {
            return ExitCode.DONE;
        }
        close.run();
        files.keepLogs(directory, seed);
        line("logs       " + files.logs(seed));
        return ExitCode.FAILED;
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
        if (!options.clocksOff().isZero()) {
            command.append(" --clocks ").append(options.clocksOff());
        }
        return command.append(
                        " --every %dms --for %dms --load %d --nodes %d --slots %d --seed %d"
                                .formatted(
                                        options.every().toMillis(),
                                        options.length().toMillis(),
                                        options.load(),
                                        options.nodes(),
                                        options.slots(),
                                        options.seed()))
                .toString();
    }

    private void line(String line) {
        screen.out().println(line);
        screen.out().flush();
    }
}
