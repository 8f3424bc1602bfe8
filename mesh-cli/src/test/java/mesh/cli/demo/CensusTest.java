package mesh.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.client.FakeMesh;
import mesh.cli.client.MeshClient;
import mesh.protocol.json.MeshJson;
import mesh.worker.detect.Python;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CensusTest {
    @TempDir private Path directory;
    private Python python;

    @BeforeEach
    void find() {
        assumeTrue(Python.detect().isPresent(), "there is no Python 3 on this machine");
        python = Python.detect().orElseThrow();
    }

    private Module module(String name, byte[] source) throws IOException {
        return new Module(name, Files.write(directory.resolve(name + ".py"), source));
    }

    private List<Module> oddModules() throws IOException {
        return List.of(
                module(
                        "plain",
                        "def f():\n  pass\n\nclass C:\n  async def g(self):\n    x = 1\n    return x\n"
                                .getBytes(StandardCharsets.UTF_8)),
                module("empty", new byte[0]),
                module("unended", "x = 1".getBytes(StandardCharsets.UTF_8)),
                module(
                        "windows",
                        "def f():\r\n  return 'é😀'\r\n".getBytes(StandardCharsets.UTF_8)),
                module("marked", "\uFEFFdef f(): pass\n".getBytes(StandardCharsets.UTF_8)),
                module(
                        "latin",
                        "# coding: latin-1\nx = 'é'\n".getBytes(StandardCharsets.ISO_8859_1)),
                module("undecodable", new byte[] {'x', '=', (byte) 0xff, '\n'}),
                module("broken", "def f(:\n".getBytes(StandardCharsets.UTF_8)));
    }

    /// What the jobs would answer, when each is run as a node runs it.
    private Totals asJobs(Work work) throws IOException {
        try (var mesh = new FakeMesh();
                var client = new MeshClient(java.net.URI.create(mesh.url()), FakeMesh.TOKEN, "")) {
            mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": []}");
            work.submit(client);
            Totals totals = Totals.NOTHING;
            for (String line : mesh.requests().getFirst().body().lines().toList()) {
                JsonNode job = MeshJson.MAPPER.readTree(line);
                if (job.path("type").asText().equals("python")) {
                    JsonNode payload = job.path("payload");
                    String printed =
                            PythonProgram.run(
                                    python,
                                    payload.path("input").toString(),
                                    List.of("-c", payload.path("script").asText()));
                    totals = totals.plus(Totals.of(MeshJson.MAPPER.readTree(printed)));
                }
            }
            return totals;
        }
    }

    @Test
    void counts_the_same_as_jobs_and_in_a_plain_run_whatever_a_source_looks_like()
            throws IOException {
        var work = new Work(oddModules());
        Totals plain = work.plainRun(python);
        assertThat(asJobs(work)).isEqualTo(plain);
        assertThat(plain).isEqualTo(new Totals(8, 2, 15, 4, 1, new Totals.Longest(3, "plain.g")));
    }

    @Test
    void finds_at_least_a_hundred_modules_and_neither_tests_nor_what_was_installed() {
        List<String> names = StandardLibrary.modules(python).stream().map(Module::name).toList();
        assertThat(names).hasSizeGreaterThan(100).contains("json.decoder", "ast").isSorted();
        assertThat(names)
                .noneMatch(name -> name.contains("site-packages") || name.startsWith("test."));
    }

    @Test
    void spreads_a_smaller_census_over_the_whole_library() {
        var all = new ArrayList<Module>();
        for (int i = 0; i < 1000; i++) {
            all.add(new Module("m" + i, Path.of("m" + i)));
        }
        Work work = Work.of(all, 100);
        assertThat(work.modules()).hasSize(100).doesNotHaveDuplicates();
        assertThat(work.modules().getLast().name()).isEqualTo("m990");
    }

    @Test
    void mixes_in_work_for_nodes_without_python() throws IOException {
        try (var mesh = new FakeMesh();
                var client = new MeshClient(java.net.URI.create(mesh.url()), FakeMesh.TOKEN, "")) {
            mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": []}");
            var work = new Work(oddModules());
            work.submit(client);
            assertThat(mesh.requests().getFirst().body().lines()).hasSize(work.jobs());
            assertThat(mesh.requests().getFirst().body()).contains("\"needs\":[\"gpu\"]");
        }
    }
}
