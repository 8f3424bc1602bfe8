package mesh.cli.bench;

import java.util.List;
import mesh.cli.Screen;
import mesh.cli.Version;
import mesh.lab.bench.Bench;
import mesh.lab.bench.report.BenchReport;
import mesh.lab.bench.report.Comparison;

/// Shows and keeps what was found, once: at the end, or when somebody ends it before.
final class Ending implements AutoCloseable {
    private final Screen screen;
    private final Bench bench;
    private final String command;
    private final Comparison earlier;
    private final ReportFiles files;
    private BenchReport told;

    /// @param earlier what to compare with; null for nothing
    Ending(Screen screen, Bench bench, String command, Comparison earlier, ReportFiles files) {
        this.screen = screen;
        this.bench = bench;
        this.command = command;
        this.earlier = earlier;
        this.files = files;
    }

    synchronized BenchReport tell() {
        if (told == null) {
            told = bench.report(Version.text(), command);
            List<Comparison.Change> changes =
                    earlier == null ? List.of() : earlier.of(told.figures());
            files.write(told, changes);
            new BenchSummary(screen).print(told, changes, files);
            if (earlier != null) {
                screen.out().println("compared with the run of " + earlier.earlier());
            }
        }
        return told;
    }

    @Override
    public void close() {
        tell();
    }
}
