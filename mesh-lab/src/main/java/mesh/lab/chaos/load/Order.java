package mesh.lab.chaos.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// One request to submit: a job, or a batch of them.
///
/// @param key its Idempotency-Key; empty for a client that gives none and so must not repeat
/// @param repeats whether it is said again some seconds after its answer, as an impatient client
///     does
record Order(int number, List<JobMix.Wanted> jobs, Optional<String> key, boolean repeats) {
    private static final int LARGEST_BATCH = 20;

    /// The order that begins with this job.
    static Order from(JobMix mix, long seed, int number, int firstJob) {
        var chance = new SplittableRandom(~seed * 7_919L + number);
        boolean batch = chance.nextInt(10) < 2;
        int size = batch ? chance.nextInt(2, LARGEST_BATCH + 1) : 1;
        List<JobMix.Wanted> jobs =
                IntStream.range(firstJob, firstJob + size).mapToObj(mix::job).toList();
        boolean keyed = chance.nextInt(10) > 0;
        return new Order(
                number,
                jobs,
                keyed ? Optional.of("order-%d-%d".formatted(seed, number)) : Optional.empty(),
                keyed && chance.nextInt(20) == 0);
    }

    /// An order of its own for a job, under a key.
    static Order of(JobMix.Wanted job) {
        return new Order(-1, List.of(job), Optional.of("order-" + job.key()), false);
    }

    String path() {
        return jobs.size() == 1 ? "/v1/jobs" : "/v1/jobs/batch";
    }

    String body() {
        if (jobs.size() == 1) {
            return jobs.getFirst().body().toString();
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode(jobs.size());
        jobs.forEach(job -> array.add(job.body()));
        return array.toString();
    }

    Map<String, String> headers() {
        return key.map(k -> Map.of("Idempotency-Key", k)).orElse(Map.of());
    }

    /// The ids that an answer gives to its jobs, in their order.
    List<String> ids(Reply reply) {
        return jobs.size() == 1
                ? List.of(reply.body().path("id").asText())
                : reply.body().path("ids").valueStream().map(id -> id.asText()).toList();
    }
}
