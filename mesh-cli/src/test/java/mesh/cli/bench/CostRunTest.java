package mesh.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a mesh costs and what it does with many that wait, so small that the figures mean nothing:
/// only that they are there is looked at.
class CostRunTest {
    @TempDir private Path directory;

    @Test
    @Timeout(300)
    void produces_every_figure_of_cost_and_backlog() throws IOException {
        Path reports = directory.resolve("report");
        CommandRun run =
                CommandRun.of(
                        directory,
                        "bench",
                        "--smoke",
                        "--only",
                        "start,profile,backlog,queue,idle",
                        "--report",
                        reports.toString());
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        JsonNode report = MeshJson.MAPPER.readTree(Files.readString(reports.resolve("bench.json")));
        assertThat(report.path("failures")).isEmpty();
        List<String> names = new ArrayList<>();
        report.path("figures").forEach(figure -> names.add(figure.path("name").asText()));
        assertThat(names)
                .contains(
                        "start.ready",
                        "start.cpu",
                        "cpu.job",
                        "cpu.http",
                        "cpu.store",
                        "cpu.broker",
                        "cpu.jit",
                        "backlog.empty",
                        "backlog.full",
                        "backlog.full.heap",
                        "backlog.full.rss",
                        "backlog.heap-100k",
                        "backlog.fill",
                        "backlog.list",
                        "backlog.cancel",
                        "backlog.restart",
                        "backlog.full/backlog.empty",
                        "backlog.restart.cpu",
                        "queue.empty",
                        "queue.full",
                        "idle.cpu",
                        "idle.page",
                        "idle.nodes-cpu",
                        "idle.nodes-heap-1k");
        assertThat(Files.readString(reports.resolve("bench.md"))).contains("## Notes", "- hot in ");
    }
}
