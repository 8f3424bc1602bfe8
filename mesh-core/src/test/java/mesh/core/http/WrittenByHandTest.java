package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mesh.core.EventView;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.core.ProgressView;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.Utf8;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// What is written by hand says the same as what the mapper writes, to the letter.
class WrittenByHandTest {
    private static final Instant SOME_TIME = Instant.parse("2026-11-29T09:05:07.010Z");

    @Test
    void a_job_that_was_admitted() throws IOException {
        var chance = new Random(1);
        for (JsonNode needs : values("null", "[\"gpu\"]", "{\"a\":\">=1\"}", "\"b = 'ä\\\"'\"")) {
            for (JsonNode labels : values("{}", "{\"team\":\"é \\\"x\\\"\"}", "[\"night\"]")) {
                for (Instant time : new Instant[] {null, SOME_TIME, SOME_TIME.plusNanos(1)}) {
                    var job =
                            new NewJob(
                                    new JobType("a-type.of_1"),
                                    Needs.of(needs),
                                    new Json("{\"text\":\"ü\",\"list\":[1.50,null]}"),
                                    chance.nextInt(10),
                                    null,
                                    time,
                                    1 + chance.nextInt(100),
                                    new Labels(labels),
                                    time == null ? null : time.minusSeconds(60));
                    assertAsMapped(job, chance);
                }
            }
        }
        assertAsMapped(
                new NewJob(
                        new JobType("t"),
                        Needs.NONE,
                        Json.NULL,
                        4,
                        Duration.ofHours(1),
                        null,
                        3,
                        Labels.NONE,
                        null),
                chance);
    }

    private static void assertAsMapped(NewJob job, Random chance) {
        for (Instant at : List.of(SOME_TIME, Instant.parse("2026-11-29T00:00:00Z"))) {
            JobId id = JobId.make(at, chance);
            assertThat(new String(Admitted.of(id, job).json(), StandardCharsets.UTF_8))
                    .isEqualTo(MeshJson.write(Admitted.view(id, job)));
        }
    }

    private static List<JsonNode> values(String... texts) throws IOException {
        var values = new ArrayList<JsonNode>();
        for (String text : texts) {
            values.add(MeshJson.MAPPER.readTree(text));
        }
        return values;
    }

    @Test
    void an_event() {
        JobId job = JobId.make(SOME_TIME, new Random(1));
        NodeId node = new NodeId("n-1.x");
        JobError error = new JobError(ErrorCode.HANDLER_ERROR, "it's \"wrong\"\n");
        var progress = new ProgressView(0.5, "half", SOME_TIME);
        Instant at = SOME_TIME;
        for (EventView event :
                List.of(
                        new EventView(
                                job,
                                3,
                                at,
                                "succeeded",
                                StateName.SUCCEEDED,
                                1,
                                node,
                                null,
                                null,
                                null),
                        new EventView(
                                job,
                                12,
                                at,
                                "awarded",
                                StateName.ASSIGNED,
                                11,
                                node,
                                null,
                                null,
                                null),
                        new EventView(
                                job,
                                1,
                                at,
                                "submitted",
                                StateName.QUEUED,
                                null,
                                null,
                                null,
                                null,
                                SOME_TIME),
                        new EventView(
                                job,
                                4,
                                at,
                                "attempt-failed",
                                StateName.QUEUED,
                                2,
                                node,
                                error,
                                null,
                                null),
                        new EventView(
                                job,
                                4,
                                at,
                                "attempt-lost",
                                StateName.QUEUED,
                                2,
                                node,
                                null,
                                "why",
                                null),
                        new EventView(
                                job,
                                4,
                                at,
                                "cancelled",
                                StateName.CANCELLED,
                                null,
                                null,
                                null,
                                null,
                                null),
                        new EventView(
                                job,
                                4,
                                at,
                                "progress",
                                null,
                                2,
                                node,
                                null,
                                null,
                                null,
                                progress,
                                null,
                                null),
                        new EventView(
                                job,
                                4,
                                at,
                                "partial",
                                StateName.RUNNING,
                                2,
                                node,
                                null,
                                null,
                                null,
                                null,
                                7,
                                new Json("{\"a\":\"ü\"}")),
                        new EventView(job, 0, at, "refused", null, 2, node, null, "late", null))) {
            String told = "event: " + event.name() + "\ndata: " + MeshJson.write(event) + "\n\n";
            assertThat(text(event, false)).isEqualTo(told);
            assertThat(text(event, true))
                    .isEqualTo(event.ofLog() ? "id: " + event.seq() + "\n" + told : told);
        }
    }

    private static String text(EventView event, boolean withIds) {
        var out = new Utf8(1);
        EventText.write(event, withIds, out);
        return new String(out.bytes(), StandardCharsets.UTF_8);
    }
}
