package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import mesh.protocol.JobId;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import org.junit.jupiter.api.Test;

class HeartbeatFormTest {
    private static final String JOB = "019ca8bb-b5c0-7cd8-a8fb-0e6f684df992";
    private static final AttemptRef REF = new AttemptRef(JobId.parse(JOB).orElseThrow(), 3);

    private static List<AttemptRef> refs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AttemptRef(new JobId(new UUID(-i * 77L, i)), 1 + i))
                .toList();
    }

    private static Heartbeat heartbeat(List<AttemptRef> running, int interval, boolean partly) {
        return new Heartbeat(
                new NodeId("n1"),
                "7f3c9a",
                12,
                new Capabilities(Map.of("gpu", "2")),
                Heartbeat.MOST_SLOTS,
                Heartbeat.MOST_SLOTS,
                false,
                StandingBid.FREE,
                running,
                "0.1.0",
                List.of(REF),
                interval,
                partly);
    }

    private static Heartbeat read(String body) {
        return MessageBody.read(body, Heartbeat.class).getFirst();
    }

    @Test
    void the_busiest_node_says_all_that_it_holds_in_less_than_64_KiB() {
        Heartbeat busiest = heartbeat(refs(Heartbeat.MOST_NAMED), 25_000, true);
        String body = MessageBody.write(List.of(busiest));
        assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 << 10);
        assertThat(read(body)).isEqualTo(busiest);
    }

    @Test
    void a_node_with_few_attempts_names_them_as_it_always_did() {
        String body = MessageBody.write(List.of(heartbeat(List.of(REF), 0, false)));
        assertThat(body)
                .contains("\"running\":[{\"job\":\"" + JOB + "\",\"attempt\":3}]")
                .endsWith("\"settled\":[{\"job\":\"" + JOB + "\",\"attempt\":3}]}");
    }

    @Test
    void another_program_may_name_attempts_in_either_form_and_in_any_order() {
        Heartbeat read =
                read(
                        """
                        {"settled": [], "running": ["%s", {"attempt": 1, "job": "%s"}],
                         "intervalMillis": 10000, "seq": 1, "v": 1,
                         "slots": 4, "node": "n1", "incarnation": "i"}"""
                                .formatted(REF.compact(), JOB));
        assertThat(read.running()).containsExactly(REF, new AttemptRef(REF.job(), 1));
        assertThat(read.interval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void takes_what_nodes_of_earlier_versions_say() {
        String all =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "{\"job\":\"%s\",\"attempt\":%d}".formatted(JOB, i + 1))
                        .reduce((one, other) -> one + "," + other)
                        .orElseThrow();
        Heartbeat read =
                read(
                        "{\"v\":1,\"node\":\"n1\",\"incarnation\":\"i\",\"seq\":1,\"slots\":4,"
                                + "\"running\":[],\"version\":\"0\",\"settled\":["
                                + all
                                + "]}");
        assertThat(read.settled()).hasSize(1_000);
        assertThat(read.interval()).isEqualTo(Limits.HEARTBEAT);
        assertThat(read.partly()).isFalse();
    }

    @Test
    void refuses_an_interval_by_which_a_node_would_never_be_silent() {
        assertThatThrownBy(() -> heartbeat(List.of(), 30_001, false))
                .hasMessage("`intervalMillis` must be 0 to 30000, was 30001");
    }

    @Test
    void refuses_an_attempt_in_short_that_is_none() {
        for (String odd :
                List.of("", "x:1", "A".repeat(23), "A".repeat(22) + ":0", "?".repeat(22))) {
            assertThatThrownBy(() -> AttemptRef.compact(odd))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> AttemptRef.compact("A".repeat(22) + ":x"))
                .hasMessageContaining("22 characters of base64url, a colon and its number");
    }

    @Test
    void every_time_that_is_judged_follows_the_interval_and_none_is_ever_shorter() {
        Duration usual = Duration.ofSeconds(15);
        assertThat(heartbeat(List.of(), 25_000, false).patience(usual)).hasSeconds(75);
        assertThat(heartbeat(List.of(), 100, false).patience(usual)).isEqualTo(usual);
        assertThat(heartbeat(List.of(), 0, false).patience(usual)).isEqualTo(usual);
    }
}
