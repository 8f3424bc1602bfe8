package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import mesh.core.Jobs;
import mesh.protocol.JobId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import org.junit.jupiter.api.Test;

/// The quarantine in bulk: messages and dead jobs.
class ManyDeadTest extends RealCoreTest {
    private static final String ONCE = "{\"type\":\"echo\",\"maxAttempts\":1,\"payload\":%d}";

    private List<JobId> dead(int count) {
        return IntStream.range(0, count).mapToObj(n -> dead(ONCE.formatted(n))).toList();
    }

    private UUID message(String body) {
        var put = new Quarantined(UUID.randomUUID(), "mesh.progress", "was wrong", body);
        outside.send(List.of(put));
        await().until(() -> client.get("/v1/quarantine/" + put.id()).status() == 200);
        return put.id();
    }

    private JsonNode many(String what, String body) {
        Client.Answer answer = client.post("/v1/quarantine/" + what, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private int size(String query) {
        return client.get("/v1/quarantine" + query).json().path("items").size();
    }

    private static String ids(List<?> ids) {
        return "{\"ids\":[\""
                + String.join("\",\"", ids.stream().map(Object::toString).toList())
                + "\"]}";
    }

    @Test
    void requeues_what_a_filter_finds_and_leaves_the_rest() {
        List<JobId> old = dead(5);
        JobId expired = submit("{\"type\":\"echo\",\"deadline\":\"2020-01-01T00:00:00Z\"}");
        awaitState(expired, "expired");
        JsonNode answer =
                many("requeue", "{\"kind\":\"job\",\"code\":\"handler-error\",\"type\":\"echo\"}");
        assertThat(answer.path("requeued").asInt()).isEqualTo(5);
        assertThat(answer.path("remaining").asInt()).isZero();
        assertThat(answer.path("failed")).isEmpty();
        JsonNode queued = client.get("/v1/jobs?state=queued").json().path("items");
        assertThat(queued.valueStream().map(job -> job.path("requeuedFrom").asText()))
                .containsExactlyInAnyOrderElementsOf(old.stream().map(JobId::toString).toList());
        assertThat(size("")).isEqualTo(1);
    }

    @Test
    void requeues_by_ids_each_once_and_says_which_could_not_be_and_why() {
        List<JobId> old = dead(2);
        JobId alive = submit("{\"type\":\"echo\"}");
        UUID garbage = message("{");
        UUID nobody = UUID.randomUUID();
        JsonNode answer =
                many(
                        "requeue",
                        ids(
                                List.of(
                                        old.getFirst(),
                                        old.getFirst(),
                                        alive,
                                        garbage,
                                        old.getLast(),
                                        nobody)));
        assertThat(answer.path("requeued").asInt()).isEqualTo(2);
        assertThat(answer.path("failed").findValuesAsText("id"))
                .containsExactlyInAnyOrder(alive.toString(), garbage.toString(), nobody.toString());
        assertThat(answer.path("failed").findValuesAsText("reason"))
                .anySatisfy(reason -> assertThat(reason).contains("still cannot be read"))
                .anySatisfy(reason -> assertThat(reason).contains("nothing is in quarantine"));
        JsonNode again = many("requeue", ids(old));
        assertThat(again.path("requeued").asInt()).isZero();
        assertThat(again.path("failed").findValuesAsText("reason"))
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason).contains("requeued before, as job"));
    }

    @Test
    void mends_all_in_one_way_and_a_message_is_no_job() {
        dead(3);
        UUID message = message("{");
        JsonNode answer = many("requeue", "{\"all\":true,\"change\":{\"payload\":\"mended\"}}");
        assertThat(answer.path("requeued").asInt()).isEqualTo(3);
        assertThat(answer.path("failed").findValuesAsText("id"))
                .containsExactly(message.toString());
        JsonNode queued = client.get("/v1/jobs?state=queued").json().path("items");
        assertThat(queued.findValuesAsText("payload")).containsOnly("mended").hasSize(3);
    }

    @Test
    void sends_a_mended_message_again_and_its_word_is_heard() {
        JobId id = submit("{\"type\":\"echo\"}");
        UUID first = message("{\"v\":1,\"attempt\":0}");
        String good = MessageBody.write(List.of(Progress.started(new AttemptRef(id, 1), Jobs.N1)));
        Client.Answer refused = client.post("/v1/quarantine/" + first + "/requeue", "");
        assertProblem(refused, 409, "still-unreadable");
        assertProblem(
                client.post("/v1/quarantine/" + first + "/requeue", "{\"priority\":1}"),
                400,
                "invalid-request");
        Client.Answer sent =
                client.post("/v1/quarantine/" + first + "/requeue", "{\"body\":" + good + "}");
        assertThat(sent.status()).as(sent.response().body()).isEqualTo(202);
        assertThat(sent.json().path("id").asText()).isEqualTo(first.toString());
        awaitState(id, "running");
        assertThat(size("")).isZero();
        assertThat(client.post("/v1/quarantine/" + first + "/requeue", "").status()).isEqualTo(404);
    }

    @Test
    void deletes_in_bulk_by_ids_or_by_a_filter() {
        List<JobId> old = dead(4);
        UUID message = message("{");
        UUID nobody = UUID.randomUUID();
        JsonNode some = many("delete", ids(List.of(old.getFirst(), nobody)));
        assertThat(some.path("deleted").asInt()).isEqualTo(1);
        assertThat(some.path("failed").findValuesAsText("id")).containsExactly(nobody.toString());
        assertThat(many("delete", "{\"kind\":\"job\"}").path("deleted").asInt()).isEqualTo(3);
        assertThat(size("")).isEqualTo(1);
        assertThat(many("delete", "{\"all\":true}").path("deleted").asInt()).isEqualTo(1);
        assertThat(client.get("/v1/quarantine/" + message).status()).isEqualTo(404);
        assertThat(job(old.getFirst()).path("state").asText()).isEqualTo("failed");
    }

    @Test
    void refuses_a_choice_that_is_none() {
        dead(1);
        for (String what : List.of("requeue", "delete")) {
            String path = "/v1/quarantine/" + what;
            assertThat(client.post(path, "{}").message()).contains("`all`: true for everything");
            assertThat(client.post(path, "[]").fields()).containsExactly("body");
            assertThat(client.post(path, "{\"all\":false}").fields()).containsExactly("all");
            assertThat(client.post(path, "{\"ids\":[]}").fields()).containsExactly("ids");
            assertThat(client.post(path, "{\"ids\":[\"x\"]}").message()).contains("'\"x\"'");
            assertThat(
                            client.post(
                                            path,
                                            "{\"ids\":[\""
                                                    + UUID.randomUUID()
                                                    + "\"],\"all\":true}")
                                    .fields())
                    .containsExactly("ids");
            assertThat(client.post(path, "{\"kind\":\"letter\"}").fields()).containsExactly("kind");
            assertThat(client.post(path, "{\"colour\":1}").fields()).containsExactly("colour");
        }
        Client.Answer change =
                client.post(
                        "/v1/quarantine/requeue", "{\"all\":true,\"change\":{\"priority\":77}}");
        assertProblem(change, 400, "invalid-request");
        assertThat(change.fields()).containsExactly("change.priority");
        assertThat(client.post("/v1/quarantine/delete", "{\"all\":true,\"change\":{}}").fields())
                .containsExactly("change");
        assertThat(size("")).isEqualTo(1);
    }

    @Test
    void a_disk_that_does_not_write_leaves_everything_as_it_was() {
        List<JobId> old = dead(2);
        disk.failing = true;
        Client.Answer refused = client.post("/v1/quarantine/requeue", "{\"all\":true}");
        assertProblem(refused, 503, "unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(size("")).isEqualTo(2);
        disk.failing = false;
        await().until(() -> client.post("/v1/quarantine/requeue", ids(old)).status() == 200);
        assertThat(size("")).isZero();
        assertThat(client.get("/v1/jobs?state=queued").json().path("items")).hasSize(2);
    }
}
