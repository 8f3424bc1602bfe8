package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.NodeView;
import mesh.core.PartialView;
import mesh.core.ProgressView;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineView;
import mesh.core.RefusalView;
import mesh.core.Stats;
import mesh.core.Why;
import mesh.core.http.edge.Bounds;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.message.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The description and the code say the same.
class OpenApiTest extends ServerTest {
    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");
    private static final String UNKNOWN = "0190d1c0-0000-7000-8000-000000000000";
    private JsonNode document;

    @BeforeEach
    void fetch() throws JsonProcessingException {
        Client.Answer answer = client.get("/openapi", "Authorization", "");
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        document = new YAMLMapper().readTree(answer.response().body());
    }

    @Test
    void describes_every_route_and_no_other() {
        var routes = new TreeSet<String>();
        Routes.table(
                        core,
                        new EventStreams(HttpLimits.ofThisProcess()),
                        BodyBudget.ofHeap(),
                        Places.of(Bounds.ofThisProcess()),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .routes()
                .forEach(route -> routes.add(route.method().text() + " " + route.path()));
        routes.add("GET /observe/health/live");
        routes.add("GET /observe/health/ready");
        assertThat(described()).isEqualTo(routes);
    }

    @Test
    void describes_calls_that_are_answered() {
        for (String call : described()) {
            String method = call.substring(0, call.indexOf(' '));
            String path = call.substring(call.indexOf(' ') + 1).replace("{id}", UNKNOWN);
            if (path.equals("/v1/events")) {
                continue; // never ends
            }
            Client.Answer answer = client.send(method, path, BodyPublishers.noBody());
            assertThat(answer.status()).as(call).isNotEqualTo(405);
            if (answer.status() == 404) {
                assertThat(answer.fields()).as(call).containsExactly("id");
            }
            JsonNode responses =
                    document.at("/paths")
                            .path(call.substring(call.indexOf(' ') + 1))
                            .path(method.toLowerCase(java.util.Locale.ROOT))
                            .path("responses");
            assertThat(responses.has(Integer.toString(answer.status())))
                    .as(call + " answers " + answer.status())
                    .isTrue();
        }
    }

    @Test
    void refers_to_nothing_that_is_not_there() {
        var references = new ArrayList<String>();
        collect(document, references);
        assertThat(references).isNotEmpty();
        for (String reference : new HashSet<>(references)) {
            assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
        }
    }

    @Test
    void has_the_fields_of_what_is_sent_and_taken() {
        assertThat(fields("NewJob")).isEqualTo(new TreeSet<>(JobFields.NAMES));
        TreeSet<String> job = new TreeSet<>(components(JobView.class));
        job.add("owner");
        assertThat(fields("Job")).isEqualTo(job);
        assertThat(fields("Event")).isEqualTo(components(EventView.class));
        assertThat(fields("Progress")).isEqualTo(components(ProgressView.class));
        assertThat(fields("Refusal")).isEqualTo(components(RefusalView.class));
        assertThat(fields("Partial")).isEqualTo(components(PartialView.class));
        assertThat(fields("Node")).isEqualTo(components(NodeView.class));
        assertThat(fields("Stats")).isEqualTo(components(Stats.class));
        assertThat(fields("Why")).isEqualTo(components(Why.class));
        assertThat(fields("Quarantined")).isEqualTo(components(QuarantineView.class));
        var change = new TreeSet<>(JobFields.NAMES);
        change.add("body");
        assertThat(fields("Fix")).isEqualTo(change);
        var choice = new TreeSet<>(QuarantineFilter.NAMES);
        choice.addAll(List.of("ids", "all"));
        assertThat(fields("QuarantineChoice")).isEqualTo(choice);
        var outcome = components(QuarantineChoice.Outcome.class);
        outcome.remove("done");
        assertThat(fields("QuarantineOutcome")).isEqualTo(outcome);
        assertThat(fields("Problem")).isEqualTo(components(Problem.class));
    }

    @Test
    void has_the_words_of_the_code() {
        assertThat(words("/components/schemas/State/enum"))
                .containsExactlyElementsOf(
                        Stream.of(StateName.values()).map(StateName::wireName).toList());
        assertThat(words("/components/schemas/ErrorCode/enum"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList());
        assertThat(words("/components/schemas/QuarantineKind/enum"))
                .containsExactlyElementsOf(
                        Stream.of(QuarantineView.Kind.values())
                                .map(kind -> kind.wireName())
                                .toList());
        assertThat(words("/components/schemas/Event/properties/name/enum"))
                .hasSize(JobEvent.class.getPermittedSubclasses().length + EventView.SAID.size())
                .containsAll(EventView.SAID);
        assertThat(words("/components/schemas/Problem/properties/type/examples"))
                .containsAll(Stream.of(ProblemKind.values()).map(ProblemKind::uri).toList());
    }

    private Set<String> described() {
        var calls = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                if (METHODS.contains(call.getKey())) {
                    calls.add(
                            call.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return calls;
    }

    private Set<String> fields(String schema) {
        var fields = new TreeSet<String>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    private static Set<String> components(Class<?> view) {
        return new TreeSet<>(
                Arrays.stream(view.getRecordComponents())
                        .filter(one -> !one.getAccessor().isAnnotationPresent(JsonIgnore.class))
                        .map(RecordComponent::getName)
                        .toList());
    }

    private List<String> words(String pointer) {
        return document.at(pointer).valueStream().map(JsonNode::asText).toList();
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }
}
