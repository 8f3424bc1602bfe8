package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends, its mistake is told as one: no answer is a fault of the core's own, and
/// each that refuses is a problem that can be read. What is sent is made by chance, from a seed
/// that a failure names.
class AnyInputTest extends ServerTest {
    private static final int ROUNDS = 1_500;
    private static final List<String> PATHS =
            List.of(
                    "/v1/jobs",
                    "/v1/jobs/batch",
                    "/v1/jobs/why",
                    "/v1/jobs/0190d1c0-0000-7000-8000-000000000000",
                    "/v1/jobs/0190d1c0-0000-7000-8000-000000000000/cancel",
                    "/v1/jobs/0190d1c0-0000-7000-8000-000000000000/partials",
                    "/v1/jobs/x/why",
                    "/v1/nodes/n1",
                    "/v1/nodes/n1/drain",
                    "/v1/quarantine",
                    "/v1/quarantine/requeue",
                    "/v1/quarantine/delete",
                    "/v1/quarantine/0190d1c0-0000-7000-8000-000000000000/requeue",
                    "/observe/health/live",
                    "/openapi");
    private static final List<String> NAMES =
            List.of(
                    "type",
                    "needs",
                    "payload",
                    "priority",
                    "timeout",
                    "deadline",
                    "maxAttempts",
                    "labels",
                    "runAt",
                    "ids",
                    "all",
                    "kind",
                    "code",
                    "change",
                    "body",
                    "\\u0000",
                    "é");
    private static final List<String> VALUES =
            List.of(
                    "1e99999999999",
                    "-1e-99999999999",
                    "1e2147483648",
                    "9".repeat(400),
                    "0." + "1".repeat(400),
                    "-0.0",
                    "1E400",
                    "NaN",
                    "0x1",
                    "01",
                    "\"\\ud83d\"",
                    "\"\\ud83d\\ude00\"",
                    "\"\\u0000\"",
                    "\"PT9999999999999999999S\"",
                    "\"+999999999-12-31T23:59:59Z\"",
                    "\"-999999999-01-01T00:00:00Z\"",
                    "\"gpu >= 1e99999999999\"",
                    "\"gpu >= 99999999999999999999\"",
                    "\"memory >= '99999999999999999 EiB'\"",
                    "\"a LIKE '%%%%%' ESCAPE ''\"",
                    "\"(((((((((\"",
                    "\"echo\"",
                    "\"python >= 3.11\"",
                    "[\"gpu\"]",
                    "{\"gpu\":\">=1e9999999999\"}",
                    "null",
                    "true",
                    "4",
                    "2147483648",
                    "9223372036854775808",
                    "\"\"",
                    "[]",
                    "{}",
                    "[[[[[[]]]]]]",
                    "{\"a\":{\"a\":{\"a\":1}}}");

    private static <T> T one(List<T> list, Random chance) {
        return list.get(chance.nextInt(list.size()));
    }

    private static String value(Random chance, int depth) {
        return switch (chance.nextInt(depth > 3 ? 1 : 6)) {
            case 1 -> object(chance, depth + 1);
            case 2 -> "[" + value(chance, depth + 1) + "," + value(chance, depth + 1) + "]";
            default -> one(VALUES, chance);
        };
    }

    private static String object(Random chance, int depth) {
        var text = new StringBuilder("{");
        if (depth == 0 && chance.nextInt(3) > 0) {
            text.append("\"type\":\"echo\"");
        }
        for (int i = chance.nextInt(4); i > 0; i--) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(one(NAMES, chance))
                    .append("\":")
                    .append(value(chance, depth));
        }
        return text.append('}').toString();
    }

    private static byte[] body(Random chance) {
        String text =
                switch (chance.nextInt(4)) {
                    case 0 -> "[" + object(chance, 0) + "," + object(chance, 0) + "]";
                    case 1 -> value(chance, 0);
                    default -> object(chance, 0);
                };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = chance.nextInt(6) - 3; i > 0 && bytes.length > 0; i--) {
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
        }
        return bytes;
    }

    @Test
    void no_body_is_answered_as_a_fault_of_the_core() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var chance = new Random(seed);
            String path = one(PATHS, chance);
            byte[] body = body(chance);
            String type = one(List.of("application/json", "application/x-ndjson"), chance);
            Client.Answer answer =
                    client.send(
                            "POST", path, BodyPublishers.ofByteArray(body), "Content-Type", type);
            assertTold(
                    answer,
                    "seed %d: %s %s"
                            .formatted(seed, path, new String(body, StandardCharsets.UTF_8)));
        }
    }

    private static void assertTold(Client.Answer answer, String sent) {
        assertThat(answer.status()).as(sent).isLessThan(500);
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type"))
                    .as(sent)
                    .isEqualTo("application/problem+json");
            assertThat(answer.json().path("status").asInt()).as(sent).isEqualTo(answer.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "1e2147483648"})
    void a_number_that_cannot_be_a_priority_is_refused(String number) {
        String job = "{\"type\":\"echo\",\"priority\":" + number + "}";
        assertProblem(client.post("/v1/jobs", job), 400, "invalid-request");
        assertProblem(client.post("/v1/jobs/batch", "[" + job + "]"), 400, "invalid-request");
    }

    @Test
    void no_line_or_header_is_answered_as_a_fault_of_the_core() throws IOException {
        String characters =
                "abc/?&=%;:#[]{}|\\\"'<> \t\u0000\u0001\u007f\u00e9\u00ff.,+-*()~`^$!@_09";
        for (int seed = 0; seed < ROUNDS; seed++) {
            var chance = new Random(seed);
            String line = one(List.of("GET ", "POST ", "DELETE ", "HEAD ", "BREW "), chance);
            String target = one(PATHS, chance) + text(characters, chance);
            String headers =
                    text(characters, chance)
                            + ": "
                            + text(characters, chance)
                            + "\r\n"
                            + one(
                                    List.of(
                                            "",
                                            "Last-Event-ID: -1\r\n",
                                            "Idempotency-Key: " + "k".repeat(300) + "\r\n",
                                            "Accept: text/\r\n",
                                            "Content-Type: ;;;\r\n",
                                            "Expect: 100-continue\r\n",
                                            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                                            "Transfer-Encoding: gzip, chunked\r\n",
                                            "Content-Length: 1, 1\r\n"),
                                    chance);
            try (var raw = new RawClient(server)) {
                raw.request(line + target, headers + "Connection: close\r\n\r\n");
                String answer = raw.rest();
                // A coding that is not known is a 501 by RFC 9112.
                assertThat(answer).as("seed " + seed).doesNotContainPattern("^HTTP/1.1 50[^1]");
                if (!answer.startsWith("HTTP/1.1 2")) {
                    assertThat(answer).as("seed " + seed).contains("application/problem+json");
                }
            }
        }
    }

    @Test
    void tells_a_bounded_number_of_unknown_parameters() {
        Client.Answer answer = client.get("/v1/jobs?" + "a&".repeat(20) + names());
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.response().body().length()).isLessThan(16 << 10);
    }

    private static String names() {
        var query = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            query.append(Integer.toString(i, 36)).append('&');
        }
        return query.toString();
    }

    private static String text(String characters, Random chance) {
        var text = new StringBuilder();
        for (int i = chance.nextInt(8); i > 0; i--) {
            text.append(characters.charAt(chance.nextInt(characters.length())));
        }
        return text.toString();
    }
}
