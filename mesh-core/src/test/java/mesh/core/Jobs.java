package mesh.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// What tests of the core submit and hear.
public final class Jobs {
    public static final NodeId N1 = new NodeId("n1");
    public static final NodeId N2 = new NodeId("n2");
    public static final JobType ECHO = new JobType("echo");

    private Jobs() {}

    public static NewJob echo() {
        return echo(new Json("{\"say\":\"hi\"}"), null);
    }

    public static NewJob echo(Json payload, Duration timeout) {
        return new NewJob(
                ECHO,
                Needs.NONE,
                payload,
                NewJob.DEFAULT_PRIORITY,
                timeout,
                null,
                NewJob.DEFAULT_ATTEMPTS,
                Labels.NONE,
                null);
    }

    public static List<NewJob> echoes(int count) {
        return IntStream.range(0, count).mapToObj(_ -> echo()).toList();
    }

    public static Labels labels(String json) {
        try {
            return new Labels(MeshJson.MAPPER.readTree(json));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    public static Heartbeat heartbeat(
            NodeId node, String incarnation, long seq, List<AttemptRef> running) {
        return new Heartbeat(
                node,
                incarnation,
                seq,
                new Capabilities(Map.of("type_echo", "true")),
                4,
                running.size(),
                false,
                StandingBid.FREE,
                running,
                "test");
    }
}
