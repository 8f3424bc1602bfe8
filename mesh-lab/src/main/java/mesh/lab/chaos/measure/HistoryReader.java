package mesh.lab.chaos.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import mesh.lab.chaos.load.JobMix;
import mesh.lab.chaos.load.MeshHttp;
import mesh.lab.chaos.load.Reply;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.lab.process.Timing;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// Reads back over HTTP all that a mesh knows of its jobs, as any client could.
public final class HistoryReader {
    private static final int PAGE = 1_000;
    private static final int AT_ONCE = 8;
    private static final int TRIES = 20;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final MeshHttp http;

    public HistoryReader(MeshHttp http) {
        this.http = http;
    }

    /// Every job with its events.
    ///
    /// @throws IllegalStateException where the mesh does not answer, though everything is over
    public List<FoundJob> jobs() throws InterruptedException {
        List<JsonNode> shown = shown();
        var jobs = new ArrayList<FoundJob>(shown.size());
        var atOnce = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = new ArrayList<Future<FoundJob>>(shown.size());
            for (JsonNode job : shown) {
                asking.add(
                        threads.submit(
                                () -> {
                                    atOnce.acquire();
                                    try {
                                        return found(job);
                                    } finally {
                                        atOnce.release();
                                    }
                                }));
            }
            for (Future<FoundJob> asked : asking) {
                jobs.add(asked.get());
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
        return jobs;
    }

    private List<JsonNode> shown() throws InterruptedException {
        var all = new ArrayList<JsonNode>();
        String after = "";
        while (after != null) {
            JsonNode page = get("/v1/jobs?limit=" + PAGE + after);
            page.path("items").forEach(all::add);
            String next = page.path("next").asText(null);
            after = next == null ? null : "&after=" + next;
        }
        return all;
    }

    private FoundJob found(JsonNode job) throws InterruptedException, JsonProcessingException {
        String id = job.path("id").asText();
        JsonNode told = get("/v1/jobs/" + id + "/events");
        var events = new ArrayList<LoggedEvent>();
        for (JsonNode event : told.isArray() ? told : told.path("items")) {
            events.add(event(event));
        }
        JsonNode label = job.path("labels").path(JobMix.LABEL);
        JsonNode result = job.path("result");
        return new FoundJob(
                JobId.parse(id).orElseThrow(),
                label.isTextual() ? label.asText() : null,
                new JobType(job.path("type").asText()),
                Needs.of(job.get("needs")),
                job.path("maxAttempts").asInt(),
                job.path("state").asText(),
                job.path("attempt").asInt(),
                node(job),
                result.isNull() || result.isMissingNode() ? null : new Json(result.toString()),
                events);
    }

    private static LoggedEvent event(JsonNode event) {
        JsonNode attempt = event.path("attempt");
        return new LoggedEvent(
                event.path("seq").asInt(),
                Instant.parse(event.path("at").asText()),
                event.path("name").asText(),
                event.path("state").asText(),
                attempt.isInt() ? attempt.asInt() : null,
                node(event),
                event.path("error").path("code").textValue());
    }

    private static NodeId node(JsonNode from) {
        String name = from.path("node").textValue();
        return name == null ? null : new NodeId(name);
    }

    /// What the nodes announced.
    public Map<NodeId, Capabilities> capabilities() throws InterruptedException {
        var all = new HashMap<NodeId, Capabilities>();
        JsonNode nodes = get("/v1/nodes");
        for (JsonNode node : nodes.isArray() ? nodes : nodes.path("items")) {
            try {
                all.put(
                        new NodeId(node.path("id").asText()),
                        MeshJson.MAPPER.treeToValue(node.path("capabilities"), Capabilities.class));
            } catch (JsonProcessingException wrong) {
                throw new IllegalStateException(wrong);
            }
        }
        return all;
    }

    private JsonNode get(String path) throws InterruptedException {
        Reply reply = http.get(path);
        for (int i = 0; i < TRIES && !reply.ok(); i++) {
            Timing.pause(AGAIN);
            reply = http.get(path);
        }
        if (!reply.ok()) {
            throw new IllegalStateException(path + " is not answered: " + reply.text());
        }
        return reply.body();
    }
}
