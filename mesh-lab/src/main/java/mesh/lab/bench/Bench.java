package mesh.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import mesh.lab.bench.plan.BenchOptions;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.report.BenchReport;
import mesh.lab.bench.report.Figure;
import mesh.lab.bench.report.Loads;
import mesh.lab.process.DiskSync;
import mesh.lab.process.Launcher;
import mesh.lab.process.Machine;

/// Goes round over all parts, again and again: part A, part B, part C, part A and so on.
public final class Bench implements AutoCloseable {
    private final BenchOptions options;
    private final List<Part> parts;
    private final Launcher launcher;
    private final Path directory;
    private final Path logs;
    private final Onlooker onlooker;
    private final Results results;
    private final Instant began = Instant.now();
    private volatile double syncMillis;
    private volatile Repetition running;
    private volatile boolean ended;

    /// @param parts in the order of their turns
    /// @param directory an empty one on the disk that is measured
    /// @param logs where the logs of what failed are kept; made when there are any
    public Bench(
            BenchOptions options,
            List<Part> parts,
            Launcher launcher,
            Path directory,
            Path logs,
            Onlooker onlooker) {
        this.options = options;
        this.parts = List.copyOf(parts);
        this.launcher = launcher;
        this.directory = directory;
        this.logs = logs;
        this.onlooker = onlooker;
        this.results = new Results(parts, options.scale(), onlooker);
    }

    /// How long all of it takes, about.
    public static Duration estimate(List<Part> parts, BenchOptions options) {
        return parts.stream()
                .map(
                        part ->
                                part.estimate(options.scale())
                                        .multipliedBy(part.repetitions(options.repetitions())))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Measures everything. What does not work is told and left out.
    public void run() throws InterruptedException {
        syncMillis = DiskSync.medianMillis(directory);
        for (int number = 1; number <= options.repetitions() && !ended; number++) {
            for (Part part : parts) {
                if (number <= part.repetitions(options.repetitions()) && !ended) {
                    turn(part, number);
                }
            }
        }
    }

    private void turn(Part part, int number) throws InterruptedException {
        double before = Machine.now().load();
        onlooker.said(
                "%d/%d %s, load average %.1f"
                        .formatted(number, options.repetitions(), part.name(), before));
        Path own = directory.resolve(number + "-" + part.name());
        try {
            Files.createDirectories(own);
            try (var repetition = new Repetition(number, options, launcher, own, results)) {
                running = repetition;
                part.measure(repetition);
            }
        } catch (IOException | RuntimeException failed) {
            if (!ended) {
                results.fail(
                        "%s failed in repetition %d: %s"
                                .formatted(part.name(), number, reason(failed)));
                keepLogs(own);
            }
        } finally {
            running = null;
            results.load(new Loads(number, part.name(), before, Machine.now().load()));
            delete(own);
        }
    }

    private static String reason(Exception failed) {
        return failed instanceof IllegalStateException ? failed.getMessage() : failed.toString();
    }

    private void keepLogs(Path from) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Bench::isLog).toList()) {
                Path to = logs.resolve(directory.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
            onlooker.said("  its logs are in " + logs);
        } catch (IOException | UncheckedIOException unwilling) {
            onlooker.said("  its logs cannot be kept: " + unwilling.getMessage());
        }
    }

    private static boolean isLog(Path file) {
        return file.toString().matches(".*\\.(log|out)");
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Bench::deleteOne);
        } catch (IOException | UncheckedIOException gone) {
            // Whoever made the directory above deletes it at the end.
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwilling) {
            throw new UncheckedIOException(unwilling);
        }
    }

    /// What was found until now.
    ///
    /// @param version of the mesh
    /// @param command that repeats it
    public BenchReport report(String version, String command) {
        List<Figure> figures = results.figures();
        List<Goal> goals = parts.stream().flatMap(part -> part.goals().stream()).toList();
        return new BenchReport(
                BenchReport.FORMAT,
                version,
                command,
                began,
                Duration.between(began, Instant.now()),
                options.seed(),
                options.smoke(),
                options.repetitions(),
                Machine.now(),
                disk(),
                syncMillis,
                results.loads(),
                figures,
                BenchReport.judge(goals, figures),
                results.notes(),
                results.failures());
    }

    /// What kind of file system the data are on: `tmpfs` is no disk at all.
    private String disk() {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException gone) {
            return "unknown";
        }
    }

    /// Ends every process of it, at any moment.
    @Override
    public void close() {
        ended = true;
        Repetition now = running;
        if (now != null) {
            now.close();
        }
    }
}
