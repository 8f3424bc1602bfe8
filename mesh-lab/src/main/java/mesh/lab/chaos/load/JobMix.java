package mesh.lab.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import mesh.lab.check.Expectation;
import mesh.protocol.Json;

/// The jobs of a run: the n-th one of a seed is always the same.
///
/// Most echo a payload, small or some kilobytes large. Some sleep for a moment, a few for seconds,
/// so that something is running when a node dies. Some fail whenever they are tried, some have less
/// time than they need, some are cancelled, some need a certain region.
public final class JobMix {
    /// The label by which a job is found again.
    public static final String LABEL = "submission";

    /// Losses are the faults' doing, so they must not end a job.
    private static final int TRIES = 100;

    private static final int FAILING_TRIES = 2;
    private static final String[] REGIONS = {"eu", "us"};
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final long seed;

    public JobMix(long seed) {
        this.seed = seed;
    }

    /// A job to be submitted.
    ///
    /// @param key unique in the run
    /// @param body as HTTP takes it
    /// @param cancelAfter when to cancel it, counted from its acknowledgement; mostly never
    public record Wanted(
            String key, ObjectNode body, Expectation expected, Optional<Duration> cancelAfter) {}

    /// The region of the node with this number, so that each region has several.
    public static String region(int node) {
        return REGIONS[node % REGIONS.length];
    }

    /// The capability by which one node alone is meant.
    ///
    /// @param node from 0
    public static String seat(int node) {
        return "seat=" + (node + 1);
    }

    /// A job that this node alone can do.
    ///
    /// @param node from 0
    Wanted rollCall(int node) {
        String key = "%d-seat-%d".formatted(seed, node + 1);
        ObjectNode body = body("sleep", key, TRIES, millis(1));
        body.put("needs", "seat = " + (node + 1));
        return new Wanted(key, body, Expectation.result(slept(1)), Optional.empty());
    }

    /// @param index from 0
    public Wanted job(int index) {
        var chance = new SplittableRandom(seed * 1_000_003L + index);
        String key = "%d-%d".formatted(seed, index);
        int percent = chance.nextInt(100);
        if (percent < 60) {
            return echo(key, index, chance);
        }
        if (percent < 78) {
            return sleep(key, chance.nextInt(5, 150), chance);
        }
        if (percent < 80) {
            return sleep(key, chance.nextInt(1_000, 3_000), chance);
        }
        if (percent < 87) {
            return failing(key);
        }
        if (percent < 93) {
            return hurried(key, chance);
        }
        return cancelled(key, chance);
    }

    private static Wanted echo(String key, int index, SplittableRandom chance) {
        ObjectNode payload = JSON.objectNode().put("index", index);
        int size = chance.nextInt(20) == 0 ? chance.nextInt(1_000, 8_000) : chance.nextInt(100);
        payload.put("text", "x".repeat(size));
        ObjectNode body = body("echo", key, TRIES, payload);
        if (chance.nextInt(4) == 0) {
            body.put("needs", "region = '%s'".formatted(REGIONS[chance.nextInt(REGIONS.length)]));
        }
        body.put("priority", chance.nextInt(10));
        return new Wanted(
                key, body, Expectation.result(new Json(payload.toString())), Optional.empty());
    }

    private static Wanted sleep(String key, int millis, SplittableRandom chance) {
        ObjectNode body = body("sleep", key, TRIES, millis(millis));
        if (chance.nextInt(4) == 0) {
            body.putObject("needs").put("region", REGIONS[chance.nextInt(REGIONS.length)]);
        }
        return new Wanted(key, body, Expectation.result(slept(millis)), Optional.empty());
    }

    /// Its handler refuses the payload, each time.
    private static Wanted failing(String key) {
        return new Wanted(
                key,
                body("sleep", key, FAILING_TRIES, millis(-1)),
                Expectation.ends("failed"),
                Optional.empty());
    }

    private static Wanted hurried(String key, SplittableRandom chance) {
        int millis = chance.nextInt(50, 600);
        ObjectNode body = body("sleep", key, TRIES, millis(millis));
        Duration timeout = Duration.ofMillis(chance.nextInt(200, 1_500));
        body.put("timeout", timeout.toString());
        return new Wanted(
                key,
                body,
                Expectation.result(slept(millis)).orExpiredAfter(timeout),
                Optional.empty());
    }

    private static Wanted cancelled(String key, SplittableRandom chance) {
        int millis = chance.nextInt(100, 1_500);
        return new Wanted(
                key,
                body("sleep", key, TRIES, millis(millis)),
                Expectation.result(slept(millis)).or("cancelled"),
                Optional.of(Duration.ofMillis(chance.nextInt(800))));
    }

    private static ObjectNode body(String type, String key, int maxAttempts, JsonNode payload) {
        ObjectNode body = JSON.objectNode().put("type", type).put("maxAttempts", maxAttempts);
        body.set("payload", payload);
        body.putObject("labels").put(LABEL, key);
        return body;
    }

    private static JsonNode millis(int millis) {
        return JSON.objectNode().put("millis", millis);
    }

    private static Json slept(int millis) {
        return new Json("{\"slept\":%d}".formatted(millis));
    }
}
