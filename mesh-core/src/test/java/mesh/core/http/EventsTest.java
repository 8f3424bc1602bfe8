package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest extends ServerTest {
    private static final String STREAM = "text/event-stream";

    @Test
    void lists_what_happened_to_a_job() {
        JobId id = submit();
        core.move(id, "started", StateName.RUNNING);
        Client.Answer answer = client.get("/v1/jobs/" + id + "/events");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(
                        answer.json()
                                .path("items")
                                .valueStream()
                                .map(event -> event.path("name").asText()))
                .containsExactly("submitted", "started");
    }

    @Test
    void streams_the_past_then_the_present_until_the_job_ends() throws IOException {
        JobId id = submit();
        HttpResponse<InputStream> response = open("/v1/jobs/" + id + "/events");
        assertThat(response.headers().firstValue("Content-Type")).hasValue(STREAM);
        try (var events = new Events(response.body())) {
            assertThat(events.next()).isEqualTo("1 submitted queued");
            core.move(submit(), "started", StateName.RUNNING);
            core.move(id, "started", StateName.RUNNING);
            assertThat(events.next()).isEqualTo("2 started running");
            core.move(id, "succeeded", StateName.SUCCEEDED);
            assertThat(events.next()).isEqualTo("3 succeeded succeeded");
            assertThat(events.next()).isNull();
        }
        await().untilAsserted(() -> assertThat(core.followers()).isZero());
    }

    @Test
    void loses_and_repeats_nothing_that_happens_while_the_past_is_read() throws IOException {
        JobId id = submit();
        core.whileHistoryIsRead =
                () -> {
                    core.whileHistoryIsRead = () -> {};
                    core.move(id, "started", StateName.RUNNING);
                    core.move(id, "attempt-lost", StateName.QUEUED);
                };
        try (var events = new Events(open("/v1/jobs/" + id + "/events").body())) {
            core.move(id, "cancelled", StateName.CANCELLED);
            assertThat(events.all())
                    .containsExactly(
                            "1 submitted queued",
                            "2 started running",
                            "3 attempt-lost queued",
                            "4 cancelled cancelled");
        }
    }

    @Test
    void tells_what_is_said_beside_the_log_without_an_id_and_drops_no_event_for_it()
            throws IOException {
        JobId id = submit();
        core.move(id, "started", StateName.RUNNING);
        HttpResponse<InputStream> response = open("/v1/jobs/" + id + "/events");
        await().until(() -> core.followers() == 1);
        core.say(id, "progress", 99, StateName.RUNNING);
        core.say(id, "refused", 0, null);
        core.say(id, "partial", 2, StateName.SUCCEEDED);
        core.move(id, "succeeded", StateName.SUCCEEDED);
        String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.matches("(id|event):.*")))
                .containsExactly(
                        "id: 1",
                        "event: submitted",
                        "id: 2",
                        "event: started",
                        "event: progress",
                        "event: refused",
                        "event: partial",
                        "id: 3",
                        "event: succeeded");
    }

    @Test
    void goes_on_after_the_last_event_that_a_client_has() throws IOException {
        JobId id = submit();
        core.move(id, "started", StateName.RUNNING);
        core.move(id, "succeeded", StateName.SUCCEEDED);
        try (var events =
                new Events(open("/v1/jobs/" + id + "/events", "Last-Event-ID", "2").body())) {
            assertThat(events.all()).containsExactly("3 succeeded succeeded");
        }
        assertThat(open("/v1/jobs/" + id + "/events", "Last-Event-ID", "3").statusCode())
                .isEqualTo(204);
    }

    @Test
    void answers_an_unknown_job_with_a_problem_also_as_a_stream() {
        assertProblem(
                client.get(
                        "/v1/jobs/0190d1c0-0000-7000-8000-000000000000/events", "Accept", STREAM),
                404,
                "not-found");
        assertThat(core.followers()).isZero();
    }

    @Test
    void streams_everything_in_the_order_of_each_job() throws IOException {
        try (var events = new Events(open("/v1/events").body())) {
            await().until(() -> core.followers() == 1);
            List<JobId> ids = IntStream.range(0, 50).mapToObj(_ -> submit()).toList();
            ids.forEach(id -> core.move(id, "succeeded", StateName.SUCCEEDED));
            var seen = new ArrayList<String>();
            for (int i = 0; i < 100; i++) {
                seen.add(events.next());
            }
            assertThat(seen.subList(0, 50)).containsOnly("submitted queued");
            assertThat(seen.subList(50, 100)).containsOnly("succeeded succeeded");
        }
    }

    @Test
    void streams_only_the_events_that_are_asked_for_by_name() throws IOException {
        try (var events = new Events(open("/v1/events?name=succeeded,failed").body())) {
            await().until(() -> core.followers() == 1);
            JobId one = submit();
            core.move(one, "started", StateName.RUNNING);
            core.move(one, "succeeded", StateName.SUCCEEDED);
            core.move(submit(), "failed", StateName.FAILED);
            assertThat(List.of(events.next(), events.next()))
                    .containsExactly("succeeded succeeded", "failed failed");
        }
    }

    @Test
    void refuses_a_name_that_no_event_has() {
        assertThat(client.get("/v1/events?name=succeeded,lost").fields()).containsExactly("name");
        assertThat(client.get("/v1/events?names=failed").fields()).containsExactly("names");
    }

    @Test
    void notices_a_client_that_went_away() throws IOException {
        Events events = new Events(open("/v1/events").body());
        await().until(() -> core.followers() == 1);
        events.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> core.followers() == 0);
    }

    @Test
    void gives_up_a_client_that_reads_too_slowly_and_holds_up_nobody() throws IOException {
        try (var stalled = new Socket()) {
            stalled.setReceiveBufferSize(4096);
            stalled.connect(
                    new java.net.InetSocketAddress(
                            "127.0.0.1", URI.create(server.url()).getPort()));
            stalled.getOutputStream()
                    .write(
                            ("GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                            + Client.TOKEN
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> core.followers() == 1);
            JobId id = submit();
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(40))
                    .until(
                            () -> {
                                for (int i = 0; i < 2_000; i++) {
                                    core.move(id, "started", StateName.RUNNING);
                                }
                                return core.followers() == 0;
                            });
            assertThat(client.get("/v1/stats").status()).isEqualTo(200);
        }
    }

    @Test
    void ends_its_streams_when_it_stops() throws IOException {
        try (var events = new Events(open("/v1/events").body())) {
            await().until(() -> core.followers() == 1);
            long begin = System.nanoTime();
            server.close();
            assertThat(events.ended()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(5));
        }
        await().until(() -> core.followers() == 0);
    }

    private JobId submit() {
        return JobId.parse(client.post("/v1/jobs", "{\"type\":\"echo\"}").id()).orElseThrow();
    }

    private HttpResponse<InputStream> open(String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Accept", STREAM));
        return client.open(path, all.toArray(String[]::new));
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException gone) {
            // which is what was wanted
        }
    }

    /// Reads events as `id name state`.
    private static final class Events implements AutoCloseable {
        private final BufferedReader lines;

        Events(InputStream stream) {
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        /// The next, or null at the end.
        String next() throws IOException {
            var event = new ArrayList<String>();
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.isEmpty() && !event.isEmpty()) {
                    return String.join(" ", event);
                } else if (line.startsWith("id: ") || line.startsWith("event: ")) {
                    event.add(line.substring(line.indexOf(' ') + 1));
                } else if (line.startsWith("data: ")) {
                    event.add(line.replaceAll(".*\"state\":\"([a-z]+)\".*", "$1"));
                }
            }
            return null;
        }

        List<String> all() throws IOException {
            var all = new ArrayList<String>();
            for (String event = next(); event != null; event = next()) {
                all.add(event);
            }
            return all;
        }

        boolean ended() {
            try {
                return next() == null;
            } catch (IOException cutOff) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
