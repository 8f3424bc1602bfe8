package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mesh.core.http.edge.Bounds;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a client can write or hold costs no more than its size and takes no place from others: on a
/// server of few connections, which a test can use up.
class EdgeTest extends ServerTest {
    private static final int CONNECTIONS = 32;
    private static final int OF_ONE = 24;
    private static final String ECHO = "{\"type\":\"echo\"}";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private final List<RawClient> raw = new ArrayList<>();

    @Override
    HttpLimits limits() {
        Bounds bounds = LIMITS.bounds();
        return new HttpLimits(
                new Bounds(
                        CONNECTIONS,
                        4,
                        bounds.patience(),
                        bounds.idle(),
                        bounds.linger(),
                        bounds.rate()),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                1000,
                1 << 20);
    }

    private RawClient raw() throws IOException {
        var made = new RawClient(server);
        raw.add(made);
        return made;
    }

    private RawClient rawFrom(String address) throws IOException {
        var made = new RawClient(server, address);
        raw.add(made);
        return made;
    }

    @AfterEach
    void closeAll() throws IOException {
        for (RawClient one : raw) {
            one.close();
        }
    }

    private JobId queued() {
        return JobId.parse(client.post("/v1/jobs", ECHO).id()).orElseThrow();
    }

    private String waitingFor(JobId id) {
        return "GET /v1/jobs/" + id + "?wait=PT60S";
    }

    private void waits(int requests) {
        await().until(
                        () ->
                                client.get("/observe/metrics")
                                        .response()
                                        .body()
                                        .contains("mesh_http_requests_waiting " + requests + ".0"));
    }

    @Test
    void refuses_a_line_that_announces_a_chunk_and_does_not_end() throws IOException {
        RawClient endless = raw().request("POST /v1/jobs", CHUNKED + "0".repeat(64));
        assertThat(endless.rest()).startsWith("HTTP/1.1 400").contains("at most 8 digits");
    }

    @Test
    void reads_no_more_than_a_little_of_a_body_that_nobody_with_a_token_sends() throws IOException {
        RawClient stranger = raw().send("POST /v1/jobs HTTP/1.1\r\nHost: x\r\n" + CHUNKED);
        assertThat(stranger.answer()).startsWith("HTTP/1.1 401").contains("Connection: close");
        String zeros = "0".repeat(1 << 20);
        int sent = 0;
        while (stranger.couldSend(zeros)) {
            assertThat(sent++).isLessThan(64);
        }
    }

    @Test
    void refuses_a_chunk_that_is_too_large_before_it_has_come() throws IOException {
        RawClient large = raw().request("POST /v1/jobs", CHUNKED + "3ffffff\r\n");
        large.send("x".repeat((1 << 20) + (64 << 10)));
        assertThat(large.answer()).startsWith("HTTP/1.1 413");
    }

    @Test
    void requests_without_a_token_take_no_place() throws IOException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            raw().couldSend(
                            "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"type\":");
        }
        assertThat(client.get("/observe/health/ready").status()).isEqualTo(200);
        assertThat(client.post("/v1/jobs", ECHO).status()).isEqualTo(202);
    }

    @Test
    void silent_connections_make_room_for_others_and_an_idle_one_with_the_token_stays()
            throws IOException {
        RawClient idle = raw().request("GET /v1/stats", "\r\n");
        assertThat(idle.answer()).startsWith("HTTP/1.1 200");
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            raw();
        }
        assertThat(client.post("/v1/jobs", ECHO).status()).isEqualTo(202);
        assertThat(idle.request("GET /v1/stats", "\r\n").answer()).startsWith("HTTP/1.1 200");
        assertThat(server.listener().connections()).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void answers_health_alone_while_all_connections_of_a_client_are_in_use() throws IOException {
        JobId id = queued();
        for (int i = 0; i < OF_ONE / 2; i++) {
            raw().request(waitingFor(id), "\r\n");
        }
        waits(OF_ONE / 2);
        client.close();
        client = new Client(server.url());
        for (int i = 0; i < OF_ONE / 2; i++) {
            raw().request("GET /v1/events", "\r\n");
        }
        await().until(() -> core.followers() == OF_ONE / 2);
        await().until(
                        () -> {
                            String answer = raw().request("GET /v1/stats", "\r\n").answer();
                            return answer.contains("this one answers health alone");
                        });
        for (String path : List.of("/observe/health/live", "/observe/health/ready")) {
            assertThat(client.get(path, "Authorization", "").status()).isEqualTo(200);
        }
        RawClient refused = raw().request("GET /v1/stats", "\r\n");
        assertThat(refused.rest()).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
        assertThat(rawFrom("127.0.0.2").request("GET /v1/stats", "\r\n").answer())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void waits_are_bounded_for_a_client_and_end_when_it_goes() throws IOException {
        JobId id = queued();
        int mostOfOne = CONNECTIONS / 2 - CONNECTIONS / 8;
        var waiting = new ArrayList<RawClient>();
        for (int i = 0; i < mostOfOne; i++) {
            waiting.add(raw().request(waitingFor(id), "\r\n"));
        }
        waits(mostOfOne);
        Client.Answer refused = client.get("/v1/jobs/" + id + "?wait=PT60S");
        assertProblem(refused, 429, "too-many-requests");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(client.get("/v1/jobs/" + id).status()).isEqualTo(200);
        assertThat(client.post("/v1/jobs", ECHO).status()).isEqualTo(202);
        RawClient other = rawFrom("127.0.0.2").request(waitingFor(id), "\r\n");
        waits(mostOfOne + 1);
        for (RawClient one : waiting) {
            one.close();
        }
        waits(1);
        core.move(id, "succeeded", StateName.SUCCEEDED);
        assertThat(other.answer()).startsWith("HTTP/1.1 200").contains("succeeded");
        assertThat(client.get("/v1/jobs/" + id + "?wait=PT60S").status()).isEqualTo(200);
    }

    @Test
    void a_client_that_waited_long_goes_on_with_its_next_request() throws IOException {
        JobId id = queued();
        RawClient patient = raw().request(waitingFor(id), "\r\n");
        waits(1);
        // Longer than it takes until somebody listens for its end.
        await().during(Duration.ofSeconds(1)).until(() -> true);
        patient.send("GET /v1/stats HTTP/1.1\r\nHost: x\r\nAuthorization: ");
        await().during(Duration.ofMillis(500)).until(() -> true);
        core.move(id, "succeeded", StateName.SUCCEEDED);
        assertThat(patient.answer()).startsWith("HTTP/1.1 200").contains("succeeded");
        patient.send("Bearer " + Client.TOKEN + "\r\n\r\n");
        assertThat(patient.answer()).startsWith("HTTP/1.1 200").contains("\"jobs\"");
    }

    @Test
    void an_event_stream_ends_when_its_client_goes_though_nothing_is_written() throws IOException {
        RawClient listener = raw().request("GET /v1/events", "\r\n");
        await().until(() -> core.followers() == 1);
        listener.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> core.followers() == 0);
    }

    @Test
    void ends_a_client_whose_head_or_body_only_trickles() throws IOException {
        RawClient head = raw().send("GET /v1/jobs HTTP/1.1\r\nX: ");
        RawClient body = raw().request("POST /v1/jobs", "Content-Length: 1000000\r\n\r\n{");
        for (RawClient slow : List.of(head, body)) {
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !slow.couldSend(slow == head ? "x" : " "));
        }
    }

    @Test
    void ends_a_client_that_does_not_read_its_answer() throws IOException {
        String large = "{\"type\":\"echo\",\"payload\":\"" + "x".repeat(1_000_000) + "\"}";
        for (int i = 0; i < 20; i++) {
            client.post("/v1/jobs", large);
        }
        int others = server.listener().connections();
        raw().request("GET /v1/jobs?limit=100", "\r\n");
        await().until(() -> server.listener().connections() == others + 1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.listener().connections() <= others);
    }

    @Test
    void bodies_that_were_only_announced_delay_no_batch() throws IOException {
        for (int i = 0; i < OF_ONE / 4; i++) {
            raw().request("POST /v1/jobs/batch", "Content-Length: 67108864\r\n\r\n[");
        }
        String batch = "[" + (ECHO + ",").repeat(9_999) + ECHO + "]";
        assertThat(client.post("/v1/jobs/batch", batch + " ".repeat(1 << 20)).status())
                .isEqualTo(202);
        assertThat(client.post("/v1/jobs", ECHO).status()).isEqualTo(202);
    }

    @Test
    void answers_many_requests_that_come_at_once_in_their_order() throws IOException {
        RawClient flood = raw();
        for (int i = 0; i < 200; i++) {
            flood.request("GET /v1/jobs/x" + i, "\r\n");
        }
        for (int i = 0; i < 200; i++) {
            assertThat(flood.answer()).startsWith("HTTP/1.1 404").contains("'x" + i + "'");
        }
    }

    @Test
    void speaks_http_1_1_alone() throws IOException {
        assertThat(raw().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").rest()).startsWith("HTTP/1.1 ");
        RawClient upgrade =
                raw().request("GET /v1/stats", "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        assertThat(upgrade.answer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void opens_its_port_again_where_it_was_lost() throws IOException {
        server.listener().losePort();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> client.get("/v1/stats").status() == 200);
    }

    @Test
    void says_that_it_is_dead_where_its_port_is_not_to_be_had_again() throws IOException {
        var said = new AtomicReference<String>();
        server.dead().thenAccept(said::set);
        int port = URI.create(server.url()).getPort();
        server.listener().losePort();
        try (var _ = taken(port)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> said.get() != null);
        }
        assertThat(said.get())
                .startsWith("the API listens no more: its port " + port + " was lost")
                .contains("already in use");
    }

    /// The port, as soon as the one who had it has let it go.
    private static ServerSocket taken(int port) {
        return await().pollInterval(Duration.ofMillis(1))
                .ignoreExceptions()
                .until(
                        () -> new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")),
                        ServerSocket::isBound);
    }
}
