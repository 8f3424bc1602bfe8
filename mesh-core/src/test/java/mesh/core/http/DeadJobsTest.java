package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;

/// Jobs that failed or expired, looked at, mended and requeued.
class DeadJobsTest extends RealCoreTest {
    private static final String ONCE = "{\"type\":\"echo\",\"maxAttempts\":1}";
    private static final String FULL =
            """
            {"type": "echo", "needs": ["fast"], "payload": {"x": [1.0, 2.50, 1e9, "\\u00fc"]}, "priority": 7,
             "maxAttempts": 1, "labels": {"team": "a"}, "timeout": "PT1H"}""";

    private Client.Answer requeue(JobId id, String fix, String... headers) {
        return client.post("/v1/quarantine/" + id + "/requeue", fix, headers);
    }

    private JsonNode items(String query) {
        return client.get("/v1/quarantine" + query).json().path("items");
    }

    private long dead() {
        return client.get("/v1/stats").json().path("dead").asLong(-1);
    }

    private static JobId job(Client.Answer accepted) {
        assertThat(accepted.status()).as(accepted.response().body()).isEqualTo(202);
        String id = accepted.json().path("job").asText();
        assertThat(accepted.header("Location")).isEqualTo("/v1/jobs/" + id);
        return JobId.parse(id).orElseThrow();
    }

    @Test
    void lists_and_shows_a_job_that_failed_with_its_reason_and_how_it_was_submitted() {
        JobId id = dead(FULL);
        JsonNode item = items("?kind=job&code=handler-error&type=echo&from=jobs").path(0);
        assertThat(item.path("id").asText()).isEqualTo(id.toString());
        assertThat(item.path("job").asText()).isEqualTo(id.toString());
        assertThat(item.path("kind").asText()).isEqualTo("job");
        assertThat(item.path("code").asText()).isEqualTo("handler-error");
        assertThat(item.path("reason").asText()).isEqualTo("handler-error: no such file");
        assertThat(item.path("body").asText())
                .contains("\"priority\":7", "[1.0,2.50,1e9,\"\\u00fc\"]");
        assertThat(client.get("/v1/quarantine/" + id).json()).isEqualTo(item);
        assertThat(client.post("/v1/jobs", item.path("body").asText()).status()).isEqualTo(202);
        assertThat(dead()).isEqualTo(1);
        assertThat(items("?kind=message")).isEmpty();
        assertThat(items("?code=deadline-passed")).isEmpty();
        assertThat(items("?type=sleep")).isEmpty();
    }

    @Test
    void pages_through_the_dead_the_newest_first() {
        List<JobId> ids = IntStream.range(0, 3).mapToObj(_ -> dead(ONCE)).toList();
        JsonNode page = client.get("/v1/quarantine?limit=2").json();
        assertThat(page.path("items").path(0).path("id").asText())
                .isEqualTo(ids.getLast().toString());
        JsonNode rest =
                client.get("/v1/quarantine?limit=2&after=" + page.path("next").asText()).json();
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").path(0).path("id").asText())
                .isEqualTo(ids.getFirst().toString());
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void refuses_a_filter_that_is_none() {
        assertThat(client.get("/v1/quarantine?kind=letter").fields()).containsExactly("kind");
        assertThat(client.get("/v1/quarantine?code=oops").fields()).containsExactly("code");
        assertThat(client.get("/v1/quarantine?after=x").fields()).containsExactly("after");
        assertThat(client.get("/v1/quarantine?limit=0").fields()).containsExactly("limit");
        assertThat(client.get("/v1/quarantine?colour=red").fields()).containsExactly("colour");
    }

    @Test
    void requeues_a_dead_job_as_a_new_one_and_leaves_the_old_as_it_ended() {
        JobId old = dead(FULL);
        JobId fresh = job(requeue(old, ""));
        assertThat(fresh).isNotEqualTo(old);
        JsonNode job = job(fresh);
        JsonNode before = job(old);
        assertThat(before.path("state").asText()).isEqualTo("failed");
        assertThat(job.path("requeuedFrom").asText()).isEqualTo(old.toString());
        assertThat(job.path("state").asText()).isEqualTo("queued");
        assertThat(job.path("attempt").asInt()).isZero();
        for (String same :
                List.of("type", "needs", "payload", "priority", "maxAttempts", "labels")) {
            assertThat(job.path(same)).as(same).isEqualTo(before.path(same));
        }
        // What is left of its time goes on.
        assertThat(job.path("deadline")).isEqualTo(before.path("deadline"));
        assertThat(items("")).isEmpty();
        assertThat(dead()).isZero();
    }

    @Test
    void keeps_a_payload_as_it_was_written_the_old_one_and_a_new_one() {
        JobId kept = job(requeue(dead(FULL), "{\"priority\": 1}"));
        assertThat(client.get("/v1/jobs/" + kept).response().body())
                .contains("\"payload\":{\"x\":[1.0,2.50,1e9,\"\\u00fc\"]}");
        JobId mended = job(requeue(dead(FULL), "{\"payload\": [1e9, -0.0]}"));
        assertThat(client.get("/v1/jobs/" + mended).response().body())
                .contains("\"payload\":[1e9,-0.0]");
        String many = "{\"ids\": [\"" + dead(FULL) + "\"], \"change\": {\"payload\": [1e9, -0]}}";
        assertThat(client.post("/v1/quarantine/requeue", many).status()).isEqualTo(200);
        assertThat(client.get("/v1/jobs").response().body()).contains("\"payload\":[1e9,-0]");
    }

    @Test
    void mends_what_is_given_and_keeps_the_rest() {
        JobId old = dead(FULL);
        JobId fresh =
                job(
                        requeue(
                                old,
                                """
                                {"payload": {"y": 1}, "needs": null, "priority": 2, "type": "sleep",
                                 "maxAttempts": 5, "timeout": "PT5M", "labels": ["b"]}"""));
        JsonNode job = job(fresh);
        assertThat(job.path("payload").toString()).isEqualTo("{\"y\":1}");
        assertThat(job.path("needs").isNull()).isTrue();
        assertThat(job.path("priority").asInt()).isEqualTo(2);
        assertThat(job.path("type").asText()).isEqualTo("sleep");
        assertThat(job.path("maxAttempts").asInt()).isEqualTo(5);
        assertThat(job.path("labels").toString()).isEqualTo("[\"b\"]");
        assertThat(job.path("deadline")).isNotEqualTo(job(old).path("deadline"));
        JobId unlimited = job(requeue(dead(FULL), "{\"deadline\": null}"));
        assertThat(job(unlimited).path("deadline").isNull()).isTrue();
        assertThat(job(unlimited).path("payload").toString())
                .isEqualTo("{\"x\":[1.0,2.50,1E+9,\"ü\"]}");
    }

    @Test
    void leaves_out_a_deadline_that_has_passed() {
        JobId old = submit("{\"type\":\"echo\",\"deadline\":\"2020-01-01T00:00:00Z\"}");
        awaitState(old, "expired");
        JobId fresh = job(requeue(old, ""));
        assertThat(job(fresh).path("deadline").isNull()).isTrue();
        assertThat(job(fresh).path("state").asText()).isEqualTo("queued");
    }

    @Test
    void refuses_a_fix_that_is_none_and_changes_nothing() {
        JobId id = dead(ONCE);
        Client.Answer wrong = requeue(id, "{\"priority\": 12, \"colour\": \"red\"}");
        assertProblem(wrong, 400, "invalid-request");
        assertThat(wrong.fields()).containsExactly("colour");
        assertThat(requeue(id, "{\"priority\": 12}").fields()).containsExactly("priority");
        Client.Answer message = requeue(id, "{\"body\": \"{}\"}");
        assertProblem(message, 400, "invalid-request");
        assertThat(message.message()).contains("dead job", "payload");
        assertThat(requeue(id, "{").status()).isEqualTo(400);
        assertThat(items("")).hasSize(1);
    }

    @Test
    void requeues_once_however_often_it_is_asked_also_by_many_and_after_a_restart()
            throws Exception {
        JobId id = dead(ONCE);
        Callable<Client.Answer> ask = () -> requeue(id, "");
        List<Client.Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers =
                    threads.invokeAll(java.util.Collections.nCopies(20, ask)).stream()
                            .map(done -> done.resultNow())
                            .toList();
        }
        List<Client.Answer> first = answers.stream().filter(a -> a.status() == 202).toList();
        assertThat(first).hasSize(1);
        JobId fresh = job(first.getFirst());
        answers.stream()
                .filter(answer -> answer.status() != 202)
                .forEach(answer -> assertBefore(answer, fresh));
        restart();
        assertBefore(requeue(id, ""), fresh);
        assertThat(client.get("/v1/jobs?state=queued").json().path("items")).hasSize(1);
    }

    private static void assertBefore(Client.Answer answer, JobId fresh) {
        assertProblem(answer, 409, "requeued-before");
        assertThat(answer.message()).contains(fresh.toString());
    }

    @Test
    void answers_a_repeat_under_its_key_with_the_same_job_also_after_a_restart() {
        JobId id = dead(ONCE);
        JobId fresh = job(requeue(id, "{\"priority\": 9}", "Idempotency-Key", "k"));
        assertThat(job(requeue(id, "{\"priority\": 9}", "Idempotency-Key", "k"))).isEqualTo(fresh);
        restart();
        assertThat(job(requeue(id, "{\"priority\": 9}", "Idempotency-Key", "k"))).isEqualTo(fresh);
        assertProblem(
                requeue(id, "{\"priority\": 8}", "Idempotency-Key", "k"),
                422,
                "idempotency-conflict");
        assertProblem(
                requeue(dead(ONCE), "{\"priority\": 9}", "Idempotency-Key", "k"),
                422,
                "idempotency-conflict");
    }

    @Test
    void knows_no_job_that_is_not_dead() {
        JobId alive = submit("{\"type\":\"echo\"}");
        assertProblem(requeue(alive, ""), 404, "not-found");
        assertProblem(client.get("/v1/quarantine/" + alive), 404, "not-found");
        assertProblem(client.delete("/v1/quarantine/" + alive), 404, "not-found");
        assertThat(job(alive).path("state").asText()).isEqualTo("queued");
    }

    @Test
    void puts_a_dead_job_away_and_keeps_the_job() {
        JobId id = dead(ONCE);
        assertThat(client.delete("/v1/quarantine/" + id).status()).isEqualTo(204);
        assertProblem(client.delete("/v1/quarantine/" + id), 404, "not-found");
        assertProblem(requeue(id, ""), 404, "not-found");
        assertThat(job(id).path("state").asText()).isEqualTo("failed");
        assertThat(dead()).isZero();
    }

    @Test
    void a_requeued_job_that_dies_again_can_be_requeued_again() {
        JobId fresh = job(requeue(dead(ONCE), ""));
        die(fresh);
        await().until(() -> dead() == 1);
        JobId third = job(requeue(fresh, ""));
        assertThat(job(third).path("requeuedFrom").asText()).isEqualTo(fresh.toString());
    }
}
