package mesh.lab.chaos.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import mesh.lab.chaos.load.JobMix;
import mesh.lab.chaos.load.MeshHttp;
import mesh.lab.chaos.load.Reply;
import mesh.lab.check.Expectation;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.lab.check.Submission;
import mesh.lab.process.Timing;
import mesh.protocol.JobId;
import mesh.protocol.Json;

/// Jobs that are submitted together, and what becomes of them.
final class BatchWork {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final MeshHttp http;
    private final List<Submission> submissions = new ArrayList<>();
    private final Set<JobId> ids = new HashSet<>();

    BatchWork(MeshHttp http) {
        this.http = http;
    }

    /// A job that sleeps.
    ///
    /// @param needs as a selector; empty for none
    static ObjectNode sleep(String key, int millis, String needs) {
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("type", "sleep");
        job.put("maxAttempts", 100);
        job.putObject("payload").put("millis", millis);
        job.putObject("labels").put(JobMix.LABEL, key);
        if (!needs.isEmpty()) {
            job.put("needs", needs);
        }
        return job;
    }

    /// Submits them in one request.
    ///
    /// @throws IllegalStateException when they are not taken
    void submit(List<ObjectNode> jobs) {
        ArrayNode batch = JsonNodeFactory.instance.arrayNode(jobs.size());
        jobs.forEach(batch::add);
        Reply reply = http.post("/v1/jobs/batch", batch.toString(), Map.of());
        if (!reply.ok()) {
            throw new IllegalStateException("the work was not taken: " + reply.text());
        }
        int index = 0;
        for (JsonNode id : reply.body().path("ids")) {
            ObjectNode job = jobs.get(index++);
            JobId known = JobId.parse(id.asText()).orElseThrow();
            int millis = job.path("payload").path("millis").asInt();
            ids.add(known);
            submissions.add(
                    Submission.acknowledged(
                            job.path("labels").path(JobMix.LABEL).asText(),
                            known,
                            Expectation.result(new Json("{\"slept\":%d}".formatted(millis)))));
        }
    }

    List<Submission> submissions() {
        return submissions;
    }

    Set<JobId> ids() {
        return ids;
    }

    /// Of all jobs those that are this work's.
    List<FoundJob> among(List<FoundJob> all) {
        return all.stream().filter(job -> ids.contains(job.id())).toList();
    }

    /// From the first admission to the last end.
    static Duration makespan(List<FoundJob> jobs) {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (FoundJob job : jobs) {
            List<LoggedEvent> events = job.events();
            first = min(first, events.getFirst().at());
            last = events.getLast().at().isAfter(last) ? events.getLast().at() : last;
        }
        return Duration.between(first, last);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Waits until so many jobs are in these states.
    ///
    /// @throws IllegalStateException when they are not within the bound
    void await(Duration most, LongPredicate enough, String... states) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            Reply stats = http.get("/v1/stats");
            long count = 0;
            for (String state : states) {
                count += stats.body().path("jobs").path(state).asLong();
            }
            if (stats.ok() && enough.test(count)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "%d jobs are %s after %d s; the mesh says %s"
                                .formatted(
                                        count,
                                        List.of(states).stream()
                                                .collect(Collectors.joining(" or ")),
                                        most.toSeconds(),
                                        stats.body().path("jobs")));
            }
            Timing.pause(LOOK);
        }
    }
}
