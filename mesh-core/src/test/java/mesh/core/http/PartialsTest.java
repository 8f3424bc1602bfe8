package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.core.Jobs;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import org.junit.jupiter.api.Test;

class PartialsTest extends RealCoreTest {

    private void say(AttemptRef ref, Stream<Partial> partials) {
        outside.send(partials.map(partial -> Progress.partial(ref, Jobs.N1, partial)).toList());
    }

    private static List<Integer> numbers(JsonNode page) {
        return page.path("items").valueStream().map(item -> item.path("number").asInt()).toList();
    }

    @Test
    void shows_partial_results_in_pages_in_the_order_of_their_numbers() {
        JobId id = submit("{\"type\":\"echo\"}");
        AttemptRef ref = run(id, 1);
        say(
                ref,
                IntStream.rangeClosed(1, 70)
                        .mapToObj(n -> new Partial(n, new Json("[" + n + "]"))));
        await().until(() -> job(id).path("partials").asInt() == 70);
        String path = "/v1/jobs/" + id + "/partials";
        JsonNode first = client.get(path + "?limit=50").json();
        assertThat(numbers(first)).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
        assertThat(first.path("next").asText()).isEqualTo("50");
        JsonNode item = first.path("items").path(6);
        assertThat(item.path("value").toString()).isEqualTo("[7]");
        assertThat(item.path("attempt").asInt()).isEqualTo(1);
        assertThat(item.path("node").asText()).isEqualTo("n1");
        assertThat(item.has("at")).isTrue();
        JsonNode rest = client.get(path + "?after=50").json();
        assertThat(numbers(rest)).isEqualTo(IntStream.rangeClosed(51, 70).boxed().toList());
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(client.get(path + "?after=70").json().path("items")).isEmpty();
    }

    @Test
    void ends_a_page_of_large_ones_early_and_says_where_to_go_on() {
        JobId id = submit("{\"type\":\"echo\"}");
        AttemptRef ref = run(id, 1);
        var large = new Json("\"" + "x".repeat(60_000) + "\"");
        say(ref, IntStream.rangeClosed(1, 150).mapToObj(n -> new Partial(n, large)));
        await().until(() -> job(id).path("partials").asInt() == 150);
        JsonNode page = client.get("/v1/jobs/" + id + "/partials?limit=1000").json();
        int fit = page.path("items").size();
        assertThat(fit).isEqualTo((8 << 20) / 60_002);
        assertThat(page.path("next").asInt()).isEqualTo(fit);
    }

    @Test
    void refuses_what_is_no_page_and_knows_no_job_that_is_not_there() {
        JobId id = submit("{\"type\":\"echo\"}");
        String path = "/v1/jobs/" + id + "/partials";
        assertThat(client.get(path + "?limit=0").fields()).containsExactly("limit");
        assertThat(client.get(path + "?limit=1001").fields()).containsExactly("limit");
        assertThat(client.get(path + "?after=x").fields()).containsExactly("after");
        assertThat(client.get(path.replace(id.toString(), "nonsense")).status()).isEqualTo(404);
        assertThat(client.get(path).json().path("items")).isEmpty();
    }
}
