package mesh.cli.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import mesh.cli.UserException;
import mesh.lab.chaos.ChaosReport;
import mesh.lab.chaos.MarkdownReport;
import mesh.protocol.json.MeshJson;

/// Where a run's report and, after a bad end, its logs are kept.
record ReportFiles(Path directory) {

    /// Before the run: a report that cannot be written would be a minute lost.
    void create() {
        try {
            Files.createDirectories(directory);
        } catch (IOException impossible) {
            throw UserException.usage(
                    "the report cannot be written to %s (%s); give another --report"
                            .formatted(directory, impossible.getMessage()));
        }
    }

    Path markdown(long seed) {
        return directory.resolve("chaos-%d.md".formatted(seed));
    }

    Path json(long seed) {
        return directory.resolve("chaos-%d.json".formatted(seed));
    }

    Path logs(long seed) {
        return directory.resolve("chaos-%d-logs".formatted(seed));
    }

    void write(ChaosReport report) {
        long seed = report.options().seed();
        try {
            Files.writeString(markdown(seed), MarkdownReport.of(report));
            Files.writeString(
                    json(seed),
                    MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report)
                            + "\n");
        } catch (IOException impossible) {
            throw UserException.unwritten("the report", impossible);
        }
    }

    /// The answer to a single question, by its name.
    void writeAnswer(String name, Object answer, String text) {
        try {
            Files.writeString(directory.resolve(name + ".md"), text + "\n");
            Files.writeString(
                    directory.resolve(name + ".json"),
                    MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer)
                            + "\n");
        } catch (IOException impossible) {
            throw UserException.unwritten("the report", impossible);
        }
    }

    /// Keeps what the processes logged and printed, and the core's store: never its credentials.
    void keepLogs(Path from, long seed) {
        try {
            Files.createDirectories(logs(seed));
            copy(from, logs(seed), "*.{out,log,db,db-wal}");
            Path logged = from.resolve("logs");
            if (Files.isDirectory(logged)) {
                copy(logged, logs(seed), "*");
            }
        } catch (IOException impossible) {
            throw UserException.unwritten("what was logged", impossible);
        }
    }

    private static void copy(Path from, Path to, String which) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, which)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.copy(
                            file,
                            to.resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
