package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mesh on the stores that it can have, and a copy of one.
class StoreTest {
    @TempDir private Path directory;

    private String[] up(Path data, String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "up",
                                "--data",
                                data.toString(),
                                "--workers",
                                "1",
                                "--http-port",
                                "0",
                                "--broker-port",
                                "0",
                                "--console-port",
                                "0"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private MeshProcess ready(Path data, String... more) {
        return MeshProcess.ready(directory, data, "http", up(data, more));
    }

    @Test
    void a_mesh_runs_on_postgresql_and_another_takes_over_when_it_is_killed() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String store = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            JsonNode done;
            JsonNode waiting;
            try (MeshProcess mesh = ready(first, "--store", store)) {
                var client = new Client(first);
                done = client.run("{\"type\":\"echo\",\"payload\":1}");
                waiting =
                        client.post("/v1/jobs", "{\"type\":\"echo\",\"needs\":[\"later\"]}").body();
                try (MeshProcess other =
                        MeshProcess.start(directory, up(second, "--store", store))) {
                    assertThat(other.exit()).as(other.output()).isEqualTo(ExitCode.FAILED);
                    assertThat(other.output()).contains("error: another core writes to postgresql");
                }
                mesh.kill();
            }
            try (MeshProcess mesh = ready(second, "--store", store)) {
                var client = new Client(second);
                assertThat(client.get("/v1/jobs/" + id(done)).body().path("result").asInt())
                        .isEqualTo(1);
                assertThat(client.get("/v1/jobs/" + id(waiting)).body()).isEqualTo(waiting);
                assertThat(client.run("{\"type\":\"echo\"}").path("state").asText())
                        .isEqualTo("succeeded");
                assertThat(mesh.end()).isZero();
            }
        }
    }

    private static String id(JsonNode job) {
        return job.path("id").asText();
    }

    @Test
    void a_mesh_is_copied_while_it_runs_and_another_goes_on_from_the_copy() {
        Path data = directory.resolve("data");
        String copy = directory.resolve("copy.db").toString();
        JsonNode done;
        JsonNode waiting;
        try (MeshProcess _ = ready(data)) {
            var client = new Client(data);
            done = client.run("{\"type\":\"echo\",\"payload\":1}");
            waiting = client.post("/v1/jobs", "{\"type\":\"echo\",\"needs\":[\"later\"]}").body();
            CommandRun run = run("backup", copy, "--data", data.toString());
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
            assertThat(run.out()).startsWith("copied 2 jobs, ");
            CommandRun again = run("backup", copy, "--data", data.toString());
            assertThat(again.code()).isEqualTo(ExitCode.USAGE);
            assertThat(again.err()).contains("is there already; --force replaces it");
            assertThat(run("backup", copy, "--force", "--data", data.toString()).code())
                    .isEqualTo(ExitCode.DONE);
        }
        Path fresh = directory.resolve("fresh");
        CommandRun restored = run("restore", copy, "--data", fresh.toString());
        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCode.DONE);
        assertThat(restored.out()).startsWith("restored 2 jobs, ");
        assertThat(run("restore", copy, "--data", fresh.toString()).err())
                .contains("there is a store already");
        try (MeshProcess _ = ready(fresh, "--keep", "1h", "--keep-jobs", "1")) {
            var client = new Client(fresh);
            assertThat(client.get("/v1/jobs/" + id(done)).body().path("result").asInt()).isOne();
            assertThat(client.get("/v1/jobs/" + id(waiting)).body()).isEqualTo(waiting);
        }
    }

    @Test
    void a_mesh_whose_store_is_gone_does_not_start_as_if_there_had_been_no_jobs()
            throws IOException {
        Path data = directory.resolve("gone");
        try (MeshProcess mesh = ready(data)) {
            assertThat(mesh.end()).isZero();
        }
        Files.write(data.resolve("core.db"), new byte[0]);
        try (MeshProcess refused = MeshProcess.start(directory, up(data))) {
            assertThat(refused.exit()).as(refused.output()).isEqualTo(ExitCode.USAGE);
            assertThat(refused.output())
                    .contains("core.db is empty, and the core of " + data)
                    .contains("./mesh restore FILE --data " + data)
                    .contains("--accept-empty-store")
                    .doesNotContain("Exception");
        }
        try (MeshProcess mesh = ready(data, "--accept-empty-store")) {
            assertThat(new Client(data).run("{\"type\":\"echo\"}").path("state").asText())
                    .isEqualTo("succeeded");
            assertThat(mesh.end()).isZero();
        }
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(directory, arguments);
    }
}
