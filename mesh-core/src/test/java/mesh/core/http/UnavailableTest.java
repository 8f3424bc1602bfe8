package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;
import mesh.core.Jobs;
import mesh.protocol.JobId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import org.junit.jupiter.api.Test;

/// A disk that is full or a broker that is away costs a client at most a 503 that says when to come
/// again, whatever it asks for; and what was asked for then works, once.
class UnavailableTest extends RealCoreTest {
    private static final String ECHO = "{\"type\":\"echo\"}";

    private void await503(String method, String path, String body) {
        Client.Answer answer = send(method, path, body);
        assertProblem(answer, 503, "unavailable");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).as(path).isPositive();
    }

    private Client.Answer send(String method, String path, String body) {
        return method.equals("DELETE") ? client.delete(path) : client.post(path, body);
    }

    private UUID message(String body) {
        var put = new Quarantined(UUID.randomUUID(), "mesh.progress", "was wrong", body);
        outside.send(List.of(put));
        await().until(() -> client.get("/v1/quarantine/" + put.id()).status() == 200);
        return put.id();
    }

    @Test
    void every_change_is_answered_503_while_the_disk_is_full_and_works_when_there_is_space() {
        JobId dead = dead("{\"type\":\"echo\",\"maxAttempts\":1}");
        JobId forgotten = dead("{\"type\":\"echo\",\"maxAttempts\":1}");
        JobId queued = submit(ECHO);
        disk.failing = true;
        record Change(String method, String path, String body, int status) {}
        var changes =
                List.of(
                        new Change("POST", "/v1/jobs", ECHO, 202),
                        new Change("POST", "/v1/jobs/batch", "[" + ECHO + "," + ECHO + "]", 202),
                        new Change("POST", "/v1/jobs/" + queued + "/cancel", "", 202),
                        new Change("POST", "/v1/nodes/n1/drain", "", 202),
                        new Change("POST", "/v1/quarantine/" + dead + "/requeue", "", 202),
                        new Change("DELETE", "/v1/quarantine/" + forgotten, "", 204),
                        new Change("POST", "/v1/quarantine/requeue", "{\"all\":true}", 200),
                        new Change("POST", "/v1/quarantine/delete", "{\"all\":true}", 200));
        for (Change change : changes) {
            await503(change.method(), change.path(), change.body());
        }
        // What can be read is read on.
        assertThat(job(queued).path("state").asText()).isEqualTo("queued");
        assertThat(client.get("/v1/stats").json().path("dead").asInt()).isEqualTo(2);
        disk.failing = false;
        await().until(() -> client.get("/observe/health/ready").status() == 200);
        for (Change change : changes) {
            assertThat(send(change.method(), change.path(), change.body()).status())
                    .as(change.path())
                    .isEqualTo(change.status());
        }
        // One before, and one, two and one by the changes above; one is cancelled.
        assertThat(client.get("/v1/jobs?state=queued").json().path("items")).hasSize(4);
    }

    @Test
    void jobs_are_taken_while_the_broker_is_away_and_a_message_that_must_be_sent_waits() {
        JobId dead = dead("{\"type\":\"echo\",\"maxAttempts\":1}");
        JobId running = submit(ECHO);
        String good =
                MessageBody.write(List.of(Progress.started(new AttemptRef(running, 1), Jobs.N1)));
        UUID message = message(good);
        loseBroker();
        await503("POST", "/v1/quarantine/" + message + "/requeue", "");
        await503("POST", "/v1/quarantine/requeue", "{\"kind\":\"message\"}");
        assertThat(client.get("/v1/quarantine/" + message).status()).isEqualTo(200);
        JobId queued = submit(ECHO);
        assertThat(client.post("/v1/jobs/batch", "[" + ECHO + "]").status()).isEqualTo(202);
        assertThat(client.post("/v1/jobs/" + queued + "/cancel", "").status()).isEqualTo(202);
        assertThat(client.post("/v1/nodes/n1/drain", "").status()).isEqualTo(202);
        assertThat(client.post("/v1/quarantine/" + dead + "/requeue", "").status()).isEqualTo(202);
        restart();
        assertThat(client.post("/v1/quarantine/" + message + "/requeue", "").status())
                .isEqualTo(202);
        awaitState(running, "running");
        assertThat(client.get("/v1/jobs?state=queued").json().path("items")).hasSize(2);
    }

    @Test
    void a_batch_under_a_key_is_the_same_batch_after_a_restart() {
        String batch = "[" + ECHO + "," + ECHO + "," + ECHO + "]";
        Client.Answer first = client.post("/v1/jobs/batch", batch, "Idempotency-Key", "b");
        Client.Answer one = client.post("/v1/jobs", ECHO, "Idempotency-Key", "o");
        restart();
        assertThat(client.post("/v1/jobs/batch", batch, "Idempotency-Key", "b").json())
                .isEqualTo(first.json());
        assertThat(client.post("/v1/jobs", ECHO, "Idempotency-Key", "o").id()).isEqualTo(one.id());
        assertProblem(
                client.post("/v1/jobs/batch", batch + " ", "Idempotency-Key", "b"),
                422,
                "idempotency-conflict");
        assertThat(client.get("/v1/jobs").json().path("items")).hasSize(4);
    }
}
