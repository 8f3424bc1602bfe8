package mesh.protocol.link;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// Records to send, each with a job of its own.
public final class Records {
    private static final RandomGenerator CHANCE = RandomGenerator.getDefault();
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    public static final JobType ECHO = new JobType("echo");

    private Records() {}

    public static JobId job() {
        return JobId.make(MADE, CHANCE);
    }

    public static Offer offer(Json payload) {
        return new Offer(job(), 1, ECHO, Needs.NONE, 4, null, Set.of(), payload);
    }

    public static Offer offer(int number) {
        return offer(new Json(String.valueOf(number)));
    }

    public static Settlement settlement(String node, String result) {
        return Settlement.succeeded(
                new AttemptRef(job(), 1),
                new NodeId(node),
                new Json(result),
                new Settlement.Usage(7));
    }

    public static Heartbeat heartbeat(String node, long seq) {
        return new Heartbeat(
                new NodeId(node),
                "first",
                seq,
                capabilities(Map.of("gpu", "2", "region", "eu")),
                4,
                0,
                false,
                null,
                List.of(),
                "0.1.0");
    }

    public static Capabilities capabilities(Map<String, String> facts) {
        return new Capabilities(facts).with(new Capabilities(Map.of(ECHO.capability(), "true")));
    }

    /// An echo for this node that needs this many of `gpu`.
    public static Assignment assignment(String node, int gpus) {
        Needs needs =
                gpus == 0
                        ? Needs.NONE
                        : Needs.of(MeshJson.MAPPER.createObjectNode().put("gpu", ">=" + gpus));
        return new Assignment(
                job(), 1, new NodeId(node), ECHO, needs, 4, null, new Json(String.valueOf(gpus)));
    }
}
