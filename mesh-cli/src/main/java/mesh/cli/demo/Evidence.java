package mesh.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.client.Together;
import mesh.protocol.JobType;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.HdrHistogram.Histogram;

/// What the jobs' own events say of a run: the only thing that the demo believes.
final class Evidence {
    private static final int AT_ONCE = 16;
    private static final long MOST_MILLIS = 3_600_000;

    /// What became of a node's attempts.
    ///
    /// @param jobs that it settled with success
    /// @param lost attempts that ended with the node
    record Tally(int jobs, int attempts, int lost) {
        static final Tally NOTHING = new Tally(0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(jobs + other.jobs, attempts + other.attempts, lost + other.lost);
        }
    }

    private final Map<String, Tally> nodes = new TreeMap<>();
    private final Map<String, Capabilities> announced;
    private final List<String> wrong = new ArrayList<>();
    private final Histogram latency = new Histogram(MOST_MILLIS, 3);
    private final Histogram running = new Histogram(MOST_MILLIS, 3);
    private Totals totals = Totals.NOTHING;
    private int succeeded;
    private int jobs;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    private record Told(JsonNode job, JsonNode events) {}

    private Evidence(Map<String, Capabilities> announced) {
        this.announced = announced;
    }

    /// Asks for every job and everything that happened to it.
    ///
    /// @param announced what each node can do
    static Evidence of(MeshClient mesh, List<String> ids, Map<String, Capabilities> announced) {
        var evidence = new Evidence(announced);
        announced.keySet().forEach(node -> evidence.nodes.put(node, Tally.NOTHING));
        Together.each(ids, AT_ONCE, id -> ask(mesh, id), evidence::take);
        return evidence;
    }

    private static Told ask(MeshClient mesh, String id) {
        String path = "/v1/jobs/" + MeshClient.encode(id);
        JsonNode events = mesh.get(path + "/events");
        return new Told(mesh.get(path), events.isArray() ? events : events.path("items"));
    }

    private void take(Told told) {
        JsonNode job = told.job();
        jobs++;
        if (!Job.succeeded(job)) {
            wrong.add("%s ended as %s".formatted(name(job), Job.failure(job)));
        } else {
            succeeded++;
            measure(job);
            if (job.path("type").asText().equals("python")) {
                totals = totals.plus(Totals.of(job.path("result")));
            }
        }
        int successes = 0;
        for (JsonNode event : told.events()) {
            String node = event.path("node").asText();
            switch (event.path("name").asText()) {
                case "awarded" -> count(node, new Tally(0, 1, 0));
                case "started" -> checkCapable(job, node);
                case "attempt-lost" -> count(node, new Tally(0, 0, 1));
                case "succeeded" -> {
                    count(node, new Tally(1, 0, 0));
                    checkCapable(job, node);
                    successes++;
                }
                default -> {
                    // What else may happen to a job says nothing about who ran it.
                }
            }
        }
        if (successes > 1) {
            wrong.add("%s was settled %d times".formatted(name(job), successes));
        }
    }

    private void count(String node, Tally more) {
        nodes.merge(node, more, Tally::plus);
    }

    private void measure(JsonNode job) {
        Instant created = Instant.parse(job.path("createdAt").asText());
        Instant finished = Instant.parse(job.path("finishedAt").asText());
        first = created.isBefore(first) ? created : first;
        last = finished.isAfter(last) ? finished : last;
        record(latency, created, finished);
        if (job.path("startedAt").isTextual()) {
            record(running, Instant.parse(job.path("startedAt").asText()), finished);
        }
    }

    private static void record(Histogram histogram, Instant from, Instant to) {
        histogram.recordValue(Math.clamp(Duration.between(from, to).toMillis(), 0, MOST_MILLIS));
    }

    /// A node may only run what its capabilities satisfy.
    private void checkCapable(JsonNode job, String node) {
        Capabilities can = announced.getOrDefault(node, Capabilities.NONE);
        try {
            Needs needs = MeshJson.MAPPER.treeToValue(job.path("needs"), Needs.class);
            var type = new JobType(job.path("type").asText());
            if (!(needs == null ? Needs.NONE : needs).satisfiedBy(can, type)) {
                wrong.add("%s ran on %s, which cannot do it".formatted(name(job), node));
            }
        } catch (JsonProcessingException unreadable) {
            wrong.add("%s has needs that cannot be read".formatted(name(job)));
        }
    }

    private static String name(JsonNode job) {
        return "the job %s (%s)"
                .formatted(Job.id(job), job.path("labels").path(Work.MODULE_LABEL).asText());
    }

    Map<String, Tally> nodes() {
        return nodes;
    }

    /// Everything that should not be; empty where all is well.
    List<String> wrong() {
        return wrong;
    }

    Totals totals() {
        return totals;
    }

    int jobs() {
        return jobs;
    }

    int succeeded() {
        return succeeded;
    }

    /// From admission to result, in milliseconds.
    Histogram latency() {
        return latency;
    }

    /// From the start of the program to its result, in milliseconds.
    Histogram running() {
        return running;
    }

    /// From the first admission to the last result.
    Duration took() {
        return last.isBefore(first) ? Duration.ZERO : Duration.between(first, last);
    }
}
