package mesh.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A mesh of real processes to which everything is done once, under load, and which loses nothing.
class ChaosRunTest {
    @TempDir private Path directory;

    private JsonNode report(String seed) throws IOException {
        return MeshJson.MAPPER.readTree(
                Files.readString(directory.resolve("report/chaos-" + seed + ".json")));
    }

    @Test
    @Timeout(240)
    void loses_nothing_whatever_is_done_to_it() throws IOException {
        CommandRun run =
                CommandRun.of(
                        directory,
                        "chaos",
                        "--kill",
                        "node,core,auction,broker,all",
                        "--partition",
                        "--every",
                        "1500ms",
                        "--for",
                        "10s",
                        "--load",
                        "40",
                        "--nodes",
                        "2",
                        "--seed",
                        "6",
                        "--report",
                        directory.resolve("report").toString());
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        JsonNode report = report("6");
        assertThat(report.path("faults").path("kill-node").asInt()).isPositive();
        assertThat(report.path("faults")).hasSize(6);
        assertThat(report.path("answers").path("read").asInt())
                .as("looked at jobs while it went on")
                .isGreaterThan(50);
        JsonNode verdict = report.path("verdict");
        assertThat(verdict.path("acknowledged").asInt()).isGreaterThan(300);
        assertThat(verdict.path("lost").asInt()).isZero();
        assertThat(verdict.path("duplicated").asInt()).isZero();
        assertThat(verdict.path("anomalies")).isEmpty();
        assertThat(Files.readString(directory.resolve("report/chaos-6.md")))
                .startsWith("# Chaos: clean");
    }
}
