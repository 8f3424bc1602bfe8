package mesh.cli.bench;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.cli.UserException;
import mesh.lab.bench.report.BenchReport;
import mesh.lab.bench.report.Comparison;
import mesh.lab.bench.report.MarkdownReport;
import mesh.lab.bench.report.Plots;
import mesh.protocol.json.MeshJson;

/// Where a benchmark's report is kept.
record ReportFiles(Path directory) {
    private static final System.Logger LOG = System.getLogger(ReportFiles.class.getName());

    /// Before the run: a report that cannot be written would be a quarter of an hour lost.
    void create() {
        try {
            Files.createDirectories(directory);
        } catch (IOException impossible) {
            throw UserException.usage(
                    "the report cannot be written to %s (%s); give another --report"
                            .formatted(directory, impossible.getMessage()));
        }
    }

    Path markdown() {
        return directory.resolve("bench.md");
    }

    Path json() {
        return directory.resolve("bench.json");
    }

    /// Of the processes of a part that failed.
    Path logs() {
        return directory.resolve("logs");
    }

    /// The figures first: they are what cost the time.
    void write(BenchReport report, List<Comparison.Change> changes) {
        try {
            Files.writeString(
                    json(),
                    MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report)
                            + "\n");
            Files.writeString(markdown(), MarkdownReport.of(report, changes, plots(report)));
        } catch (IOException impossible) {
            throw UserException.unwritten("the report", impossible);
        }
    }

    private List<String> plots(BenchReport report) {
        try {
            return Plots.draw(report.figures(), directory);
        } catch (IOException cannot) {
            LOG.log(Level.WARNING, "there are no plots", cannot);
            return List.of();
        }
    }
}
