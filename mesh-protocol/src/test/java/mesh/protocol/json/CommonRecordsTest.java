package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written and read by hand is what the mapper would write and read.
class CommonRecordsTest {
    private static final String[] TEXTS = {
        "", "plain", "a \"quoted\\ text\"", "\b\t\n\f\r\u0001\u001F\u007F", "ü€😀\u2028/"
    };
    private static final Json[] VALUES = {
        Json.NULL,
        new Json("1"),
        new Json("-2.50E+3"),
        new Json("\"ü \\\" \\u0001 😀\""),
        new Json("{\"a\":[1,2.50,null,true,{\"b\":\"}]\"}],\"c\":{}}"),
        new Json("[]")
    };

    private final RandomGenerator chance;

    CommonRecordsTest() {
        this.chance = new Random(7);
    }

    private <T> T any(T[] of) {
        return of[chance.nextInt(of.length)];
    }

    private AttemptRef ref() {
        return new AttemptRef(JobId.make(Instant.EPOCH, chance), 1 + chance.nextInt(1 << 20));
    }

    private Offer offer() throws JsonProcessingException {
        AttemptRef ref = ref();
        String[] needs = {"null", "[\"gpu\"]", "{\"python\":\">=3.11\",\"gpu\":2}", "\"a = 'ü'\""};
        Instant[] deadlines = {
            null,
            Instant.parse("2026-03-01T10:30:00Z"),
            Instant.parse("2028-02-29T23:59:59.120Z"),
            Instant.parse("1969-12-31T23:59:59.000000001Z")
        };
        return new Offer(
                ref.job(),
                ref.attempt(),
                new JobType("echo.v-2"),
                Needs.of(MeshJson.MAPPER.readTree(any(needs))),
                chance.nextInt(10),
                any(deadlines),
                chance.nextBoolean() ? Set.of() : Set.of(new NodeId("n1"), new NodeId("N.2")),
                any(VALUES),
                chance.nextBoolean() ? null : new Checkpoint(3, 1, any(VALUES)));
    }

    private Heartbeat heartbeat(NodeId node) {
        return new Heartbeat(
                node,
                any(TEXTS),
                1 + chance.nextLong(Long.MAX_VALUE - 1),
                chance.nextBoolean()
                        ? Capabilities.NONE
                        : new Capabilities(Map.of("gpu", "2", "a-b", any(TEXTS))),
                chance.nextInt(Heartbeat.MOST_SLOTS + 1),
                chance.nextInt(20),
                chance.nextBoolean(),
                new StandingBid(chance.nextLong(Long.MAX_VALUE)),
                chance.nextBoolean() ? List.of() : List.of(ref()),
                any(TEXTS),
                chance.nextBoolean() ? List.of() : List.of(ref(), ref()));
    }

    private Message record() throws JsonProcessingException {
        var node = new NodeId("node-1");
        return switch (chance.nextInt(9)) {
            case 0 -> offer();
            case 1 -> Assignment.of(offer(), node);
            case 2 -> Award.to(offer(), node);
            case 3 ->
                    Award.none(
                            offer(), any(NoAward.values()), chance.nextBoolean() ? null : "7f3c9a");
            case 4 ->
                    Settlement.succeeded(
                            ref(), node, any(VALUES), new Settlement.Usage(chance.nextLong()));
            case 5 ->
                    Settlement.unsuccessful(
                            ref(),
                            node,
                            Settlement.Outcome.DECLINED,
                            new JobError(any(ErrorCode.values()), any(TEXTS)),
                            null);
            case 6 -> heartbeat(node);
            case 7 -> Progress.at(ref(), node, chance.nextDouble(), any(TEXTS));
            default ->
                    chance.nextBoolean()
                            ? Progress.partial(ref(), node, new Partial(3, any(VALUES)))
                            : Progress.checkpoint(ref(), node, new Checkpoint(1, 0, any(VALUES)));
        };
    }

    static IntStream numbers() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void are_written_and_read_as_the_mapper_does(int skipped) throws JsonProcessingException {
        IntStream.range(0, skipped).forEach(_ -> chance.nextLong());
        Message record = record();
        String written = MessageBody.write(List.of(record));
        String mapped = MeshJson.write(record);
        assertThat(written).isEqualTo("{\"v\":1," + mapped.substring(1));
        assertThat(MessageBody.read(written, record.address().type()).getFirst())
                .isEqualTo(record)
                .isEqualTo(MeshJson.MAPPER.readValue(mapped, record.address().type()));
    }

    private static final ObjectReader STRICT =
            MeshJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final String SETTLED =
            "{\"v\":1,\"job\":\"019ca8bb-b5c0-7cd8-a8fb-0e6f684df992\",\"attempt\":1,\"node\":\"n1\","
                    + "\"outcome\":\"succeeded\",\"result\":[1],\"usage\":{\"millis\":7}}";

    /// Each takes a record out of its common form, or makes it wrong.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"attempt\":1/\"attempt\":1.0",
                "\"attempt\":1/\"attempt\":\"1\"",
                "\"attempt\":1/\"attempt\":99999999999",
                "\"attempt\":1/\"attempt\":null",
                "\"attempt\":1/\"attempt\":[1,{\"a\":2}]",
                "\"v\":1/\"v\":1.0",
                "\"v\":1/\"v\":\"1\"",
                "\"v\":1/\"v\":null",
                "\"v\":1/\"v\":2",
                "\"v\":1/\"w\":1",
                "019ca8bb-/+19ca8bb-",
                "019ca8bb-b/019CA8BB-B",
                "019ca8bb-b5c0/19ca8bb-b5c00",
                "\"job\":\"019ca8bb-b5c0-7cd8-a8fb-0e6f684df992\"/\"job\":\"AZyou7XAfNio+w5vaE35kg==\"",
                "\"node\":\"n1\"/\"node\":null",
                "\"node\":\"n1\"/\"node\":17",
                "\"node\":\"n1\"/\"node\":\"n1\",\"node\":\"n2\"",
                "\"node\":\"n1\"/\"node\":\"\\u006e1\"",
                "\"outcome\":\"succeeded\"/\"outcome\":\"SUCCEEDED\"",
                "\"outcome\":\"succeeded\"/\"outcome\":0",
                "\"usage\":{\"millis\":7}/\"usage\":null",
                "\"usage\":{\"millis\":7}/\"usage\":{\"millis\":7,\"more\":[{}]}",
                "\"usage\":{\"millis\":7}/\"usage\":{\"millis\":\"7\"}",
                "\"usage\":{\"millis\":7}/\"usage\":[]",
                "\"result\":[1]/\"result\":null",
                "\"result\":[1]/\"error\":{\"code\":\"cancelled\"}",
                "\"result\":[1]/\"error\":{\"code\":\"unheard\"},\"result\":{\"deep\":[[[]]]}",
                "\"result\":[1]/\"type\":{\"a\":[1]},\"later\":[[1],{}]"
            })
    void are_taken_or_refused_in_any_form_as_the_mapper_does(String change) throws Exception {
        String[] parts = change.split("/", 2);
        String body = SETTLED.replace(parts[0], parts[1]);
        assertThat(body).isNotEqualTo(SETTLED);
        Contents<Settlement> contents =
                MessageBody.contents(
                        ("[" + SETTLED + "," + body + "," + SETTLED + "]")
                                .getBytes(StandardCharsets.UTF_8),
                        Settlement.class);
        Settlement common = MessageBody.read(SETTLED, Settlement.class).getFirst();
        try {
            var tree = (ObjectNode) STRICT.readTree(body);
            Settlement mapped =
                    tree.path("v").asInt(-1) == 1
                            ? MeshJson.MAPPER.treeToValue(tree, Settlement.class)
                            : null;
            if (mapped != null) {
                assertThat(contents.broken()).isEmpty();
                assertThat(contents.records()).containsExactly(common, mapped, common);
                return;
            }
        } catch (JsonProcessingException refused) {
            // So it is broken here too.
        }
        assertThat(contents.records()).containsExactly(common, common);
        assertThat(contents.broken()).singleElement().extracting("text").isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"v\":1}",
                "[{\"v\":1}]x",
                "{\"v\":1}{\"v\":1}",
                "\uFEFF{}",
                "\u0000[\u0000]",
                "[{\"v\":1,\"x\":\"\n\"}]"
            })
    void of_what_is_no_JSON_nothing_is_taken(String body) {
        assertThatCode(
                        () -> {
                            String all = body.replace("{\"v\":1}", SETTLED);
                            Contents<Settlement> contents =
                                    MessageBody.contents(
                                            all.getBytes(StandardCharsets.UTF_8), Settlement.class);
                            assertThat(contents.records()).isEmpty();
                            assertThat(contents.broken()).hasSize(1);
                        })
                .doesNotThrowAnyException();
    }
}
