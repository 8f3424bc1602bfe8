package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final JobId JOB = JobId.make(AT, new Random(1));
    private static final NodeId N1 = new NodeId("n1");
    private static final AttemptRef REF = new AttemptRef(JOB, 2);
    private static final Json PAYLOAD = new Json("{\"a\":[1,2.50,null,\"ü\"]}");
    private static final Offer OFFER =
            new Offer(
                    JOB,
                    2,
                    new JobType("echo"),
                    Needs.NONE,
                    4,
                    AT,
                    Set.of(N1),
                    PAYLOAD,
                    new Checkpoint(3, 1, PAYLOAD));

    static Stream<Message> everyRecord() {
        return Stream.of(
                new Heartbeat(
                        N1,
                        "i",
                        1,
                        new Capabilities(Map.of("gpu", "2")),
                        4,
                        1,
                        false,
                        new StandingBid(5),
                        List.of(REF),
                        "1.0",
                        List.of(new AttemptRef(JOB, 1))),
                OFFER,
                Assignment.of(OFFER, N1),
                Award.to(OFFER, N1),
                Award.none(OFFER, NoAward.NO_CAPABLE_NODE, null),
                Settlement.succeeded(REF, N1, PAYLOAD, new Settlement.Usage(7)),
                Settlement.succeeded(REF, N1, Json.NULL, null),
                Settlement.unsuccessful(
                        REF,
                        N1,
                        Settlement.Outcome.FAILED,
                        new JobError(ErrorCode.HANDLER_ERROR, "why"),
                        null),
                Progress.started(REF, N1),
                Progress.at(REF, N1, 0.4, "four of ten"),
                Progress.at(REF, N1, 1, null),
                Progress.partial(REF, N1, new Partial(1, PAYLOAD)),
                Progress.checkpoint(REF, N1, new Checkpoint(2, 1, Json.NULL)),
                Control.cancel(N1, JOB, 2),
                Control.drain(N1),
                new Quarantined(new UUID(1, 2), "mesh.offers", "why", "{"));
    }

    @ParameterizedTest
    @MethodSource("everyRecord")
    void a_record_reads_back_as_it_was_written(Message record) {
        Class<? extends Message> type = record.address().type();
        List<? extends Message> read = MessageBody.read(MessageBody.write(List.of(record)), type);
        assertThat(read).hasSize(1);
        assertThat((Object) read.getFirst()).isEqualTo(record);
        List<? extends Message> many =
                MessageBody.read(MessageBody.write(List.of(record, record)), type);
        assertThat(many).hasSize(2);
    }

    @Test
    void a_body_says_its_version_and_writes_times_and_codes_as_text() {
        String body = MessageBody.write(List.of(Award.none(OFFER, NoAward.NO_FREE_SLOT, null)));
        assertThat(body).startsWith("{\"v\":1,").contains("\"reason\":\"no-free-slot\"");
        assertThat(MessageBody.write(List.of(OFFER)))
                .contains("\"deadline\":\"2026-01-02T03:04:05.678Z\"")
                .contains("\"payload\":{\"a\":[1,2.50,null,\"ü\"]}");
    }

    @Test
    void reads_a_heartbeat_of_a_node_that_names_nothing_settled() {
        String body = "{\"v\":1,\"node\":\"n1\",\"incarnation\":\"i\",\"seq\":1,\"slots\":4}";
        Heartbeat heartbeat = MessageBody.read(body, Heartbeat.class).getFirst();
        assertThat(heartbeat.settled()).isEmpty();
        assertThat(heartbeat.running()).isEmpty();
    }

    @Test
    void ignores_fields_that_it_does_not_know() {
        String body = MessageBody.write(List.of(Progress.started(REF, N1)));
        String extended = body.replace("{\"v\":1,", "{\"v\":1,\"later\":{\"x\":[]},");
        assertThat(MessageBody.read(extended, Progress.class))
                .containsExactly(Progress.started(REF, N1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "7",
                "[7]",
                "{}",
                "{\"v\":2}",
                "{\"v\":1}",
                "{\"v\":1,\"job\":\"no uuid\",\"attempt\":1,\"node\":\"n1\",\"kind\":\"started\"}",
                "{\"v\":1,\"job\":\"019b0000-0000-7000-8000-000000000000\",\"attempt\":0,"
                        + "\"node\":\"n1\",\"kind\":\"started\"}",
                "{\"v\":1,\"job\":\"019b0000-0000-7000-8000-000000000000\",\"attempt\":1,"
                        + "\"node\":\"n 1\",\"kind\":\"started\"}",
                "{\"v\":1,\"job\":\"019b0000-0000-7000-8000-000000000000\",\"attempt\":1,"
                        + "\"node\":\"n1\",\"kind\":\"exploded\"}"
            })
    void says_what_is_wrong_with_what_it_cannot_read(String body) {
        assertThatThrownBy(() -> MessageBody.read(body, Progress.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)(not a Progress|`v` must be 1).*");
    }

    @Test
    void refuses_what_nests_too_deep() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThatThrownBy(() -> MeshJson.opaque(deep)).hasMessageContaining("200");
    }
}
