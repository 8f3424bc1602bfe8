package mesh.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.run.Keeping;
import mesh.cli.run.LocalMesh;
import mesh.cli.run.Parts;
import mesh.lab.chaos.load.MeshHttp;
import mesh.lab.chaos.load.Reply;
import mesh.lab.chaos.measure.HistoryReader;
import mesh.lab.check.Anomaly;
import mesh.lab.check.Checker;
import mesh.lab.check.Expectation;
import mesh.lab.check.History;
import mesh.lab.check.Submission;
import mesh.lab.check.Verdict;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.worker.WorkerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real mesh whose store loses a job and settles another twice, behind its back: chaos must see
/// both, or its clean verdicts say nothing.
class PlantedFaultTest {
    private static final int JOBS = 20;

    @TempDir private Path directory;

    @Test
    @Timeout(120)
    void a_store_that_loses_and_settles_twice_is_found_out() throws Exception {
        try (var parts = new Parts();
                MeshHttp http = start(parts)) {
            List<Submission> submissions = submit(http);
            await().atMost(Duration.ofSeconds(30)).until(() -> ended(http) == JOBS);
            assertThat(check(http, submissions).clean()).isTrue();
            plant();
            Verdict verdict = check(http, submissions);
            assertThat(verdict.lost()).isEqualTo(1);
            assertThat(verdict.duplicated()).isEqualTo(1);
            assertThat(verdict.count(Anomaly.LOST)).isEqualTo(1);
            assertThat(verdict.count(Anomaly.SETTLED_TWICE)).isEqualTo(1);
        }
    }

    private MeshHttp start(Parts parts) {
        var data = new DataDirectory(directory);
        Credentials credentials =
                Credentials.keep(data, new Credentials(null, null, null, null, null));
        Endpoints endpoints =
                LocalMesh.start(
                        new LocalMesh.Plan(
                                data,
                                Keeping.in(data),
                                "127.0.0.1",
                                0,
                                0,
                                0,
                                credentials,
                                true,
                                false,
                                List.of(
                                        WorkerConfiguration.defaults(new NodeId("n1"))
                                                .withDirectory(directory.resolve("work")))),
                        parts);
        return new MeshHttp(endpoints.http(), credentials::token);
    }

    private static List<Submission> submit(MeshHttp http) {
        var submissions = new ArrayList<Submission>();
        for (int i = 0; i < JOBS; i++) {
            String body =
                    "{\"type\":\"echo\",\"payload\":%d,\"labels\":{\"submission\":\"s%d\"}}"
                            .formatted(i, i);
            Reply reply = http.post("/v1/jobs", body, Map.of());
            submissions.add(
                    Submission.acknowledged(
                            "s" + i,
                            JobId.parse(reply.body().path("id").asText()).orElseThrow(),
                            Expectation.result(new Json("" + i))));
        }
        return submissions;
    }

    private static long ended(MeshHttp http) {
        JsonNode jobs = http.get("/v1/stats").body().path("jobs");
        return jobs.path("succeeded").asLong();
    }

    private static Verdict check(MeshHttp http, List<Submission> submissions)
            throws InterruptedException {
        var reader = new HistoryReader(http);
        return Checker.check(new History(submissions, reader.jobs(), reader.capabilities()));
    }

    private void plant() throws SQLException {
        try (Connection store =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("core.db"));
                Statement statement = store.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("PRAGMA foreign_keys = OFF");
            statement.execute("DELETE FROM jobs WHERE id = (SELECT min(id) FROM jobs)");
            statement.execute(
                    "UPDATE jobs SET log = log || char(10) || '+0'"
                            + " WHERE id = (SELECT max(id) FROM jobs)");
        }
    }
}
