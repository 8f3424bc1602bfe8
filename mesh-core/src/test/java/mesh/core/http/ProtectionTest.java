package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mesh.core.OverloadedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The token, the limits, and that what one client does wrong costs the others nothing.
class ProtectionTest extends ServerTest {

    @Test
    void wants_the_token_for_every_call_but_health_and_the_description() {
        for (String path :
                new String[] {
                    "/v1/jobs",
                    "/v1/stats",
                    "/v1/events",
                    "/observe/metrics",
                    "/nothing",
                    "/observe"
                }) {
            Client.Answer answer = client.get(path, "Authorization", "");
            assertProblem(answer, 401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.fields()).containsExactly("Authorization");
        }
        for (String path :
                new String[] {"/observe/health/live", "/observe/health/ready", "/openapi"}) {
            assertThat(client.get(path, "Authorization", "").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer ",
                "Basic c2VjcmV0",
                "secret-of-the-tests",
                "Bearer secret-of-the-tests-and-more",
                "Bearer secret-of-the-test"
            })
    void refuses_a_wrong_token(String header) {
        assertProblem(client.get("/v1/jobs", "Authorization", header), 401, "unauthorized");
    }

    @Test
    void takes_the_scheme_in_any_case() {
        assertThat(client.get("/v1/jobs", "Authorization", "bearer " + Client.TOKEN).status())
                .isEqualTo(200);
    }

    @Test
    void lets_no_browser_guess_or_store() {
        for (String path : new String[] {"/v1/jobs", "/v1/jobs/x", "/v1/jobs?limit=0"}) {
            Client.Answer answer = client.get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void answers_json_whatever_the_client_would_rather_have() {
        assertThat(client.get("/v1/jobs", "Accept", "text/html").header("Content-Type"))
                .startsWith("application/json");
        assertProblem(client.get("/v1/jobs/x", "Accept", "text/html"), 404, "not-found");
    }

    @Test
    void says_when_to_come_again() {
        core.overloaded =
                new OverloadedException(true, "10000 jobs are waiting", Duration.ofMillis(2500));
        Client.Answer tooMany = client.post("/v1/jobs", "{\"type\":\"echo\"}");
        assertProblem(tooMany, 429, "too-many-requests");
        assertThat(tooMany.header("Retry-After")).isEqualTo("3");
        core.overloaded = new OverloadedException(false, "the disk is full", Duration.ofMinutes(1));
        Client.Answer cannot = client.post("/v1/jobs/batch", "[{\"type\":\"echo\"}]");
        assertProblem(cannot, 503, "unavailable");
        assertThat(cannot.header("Retry-After")).isEqualTo("60");
        assertThat(cannot.json().path("detail").asText()).isEqualTo("the disk is full");
    }

    @Test
    void tells_nothing_of_its_inside_when_it_fails() {
        var log = java.util.logging.Logger.getLogger(Problems.class.getName());
        log.setLevel(java.util.logging.Level.OFF); // the fault is the test's own
        core.broken = new IllegalStateException("SELECT secret FROM table");
        Client.Answer answer = client.get("/v1/jobs/0190d1c0-0000-7000-8000-000000000000");
        assertProblem(answer, 500, "internal");
        assertThat(answer.response().body()).doesNotContain("SELECT").doesNotContain("Exception");
    }

    @Test
    void refuses_two_mebibytes_however_they_are_sent_and_serves_the_next_request() {
        byte[] body =
                ("{\"type\":\"echo\",\"payload\":\"" + "x".repeat(2 << 20) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5; i++) {
            Client.Answer told = client.send("POST", "/v1/jobs", BodyPublishers.ofByteArray(body));
            assertProblem(told, 413, "too-large");
            assertThat(told.fields()).containsExactly("body");
            var untold = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
            assertProblem(client.send("POST", "/v1/jobs", untold), 413, "too-large");
            assertThat(client.post("/v1/jobs", "{\"type\":\"echo\"}").status()).isEqualTo(202);
        }
    }

    @Test
    void refuses_a_body_without_the_token_before_it_is_read() {
        byte[] body = new byte[2 << 20];
        Client.Answer answer =
                client.send(
                        "POST",
                        "/v1/jobs",
                        BodyPublishers.ofByteArray(body),
                        "Authorization",
                        "Bearer nonsense");
        assertProblem(answer, 401, "unauthorized");
    }

    @Test
    void serves_others_while_clients_send_too_much() throws Exception {
        byte[] body = new byte[2 << 20];
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var rude = new ArrayList<Future<Integer>>();
            var good = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 20; i++) {
                rude.add(
                        clients.submit(
                                () ->
                                        client.send(
                                                        "POST",
                                                        "/v1/jobs",
                                                        BodyPublishers.ofByteArray(body))
                                                .status()));
                good.add(
                        clients.submit(
                                (Callable<Integer>)
                                        () ->
                                                client.post("/v1/jobs", "{\"type\":\"echo\"}")
                                                        .status()));
            }
            for (Future<Integer> status : rude) {
                assertThat(status.get()).isEqualTo(413);
            }
            for (Future<Integer> status : good) {
                assertThat(status.get()).isEqualTo(202);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /v1/jobs HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /v1/jobs?x=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/jobs/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/jobs HTTP/1.1\r\nno colon\r\n\r\n",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-of-the-tests\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
            })
    void answers_what_is_no_http_with_a_problem(String request) throws IOException {
        String answer = raw(request);
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer).contains("\"status\":4");
        assertThat(client.get("/v1/stats").status()).isEqualTo(200);
    }

    @Test
    void refuses_a_line_and_headers_without_end() throws IOException {
        String line = raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(line).startsWith("HTTP/1.1 4").contains("problem+json");
        String headers = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
        assertThat(headers).startsWith("HTTP/1.1 4").contains("problem+json");
    }

    @Test
    void answers_a_client_that_waits_to_be_told_to_go_on() throws IOException {
        String head =
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-of-the-tests\r\n"
                        + "Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 413").contains("Connection: close");
    }

    @Test
    void sends_no_body_to_who_asks_for_the_head_alone() throws IOException {
        String head = "HEAD /v1/jobs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 401").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/observe/health/../metrics",
                "/observe/health/../../v1/jobs",
                "/observe/health/..%2f..%2fv1/jobs",
                "/observe/health/%2e%2e/%2e%2e/v1/jobs",
                "/openapi/../v1/jobs",
                "/v1/jobs;/observe/health/live",
                "/observe/health/live;/../../metrics"
            })
    void opens_no_way_around_the_token(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/jobs HTTP/1.1\r\nHost: x",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-of-the-tests\r\n"
                        + "Content-Length: 100\r\n\r\n{\"type\":",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-of-the-tests\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"ty",
                "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nwithout a token"
            })
    void waits_no_longer_than_its_patience_for_the_rest_of_a_request(String beginning)
            throws IOException {
        assertThat(raw(beginning)).doesNotContain("HTTP/1.1 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "0:0:0:0:0:0:0:0"})
    void offers_loopback_where_it_listens_on_every_address(String host) {
        var everywhere = new HttpConfiguration(host, 0, Client.TOKEN);
        try (var listening = HttpServer.start(everywhere, core)) {
            assertThat(listening.url()).startsWith("http://127.0.0.1:");
            try (var reaching = new Client(listening.url())) {
                assertThat(reaching.get("/v1/jobs").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void says_which_port_is_taken() {
        int port = URI.create(server.url()).getPort();
        assertThatThrownBy(
                        () ->
                                HttpServer.start(
                                        new HttpConfiguration("127.0.0.1", port, Client.TOKEN),
                                        core))
                .isInstanceOf(HttpStartException.class)
                .hasMessage(
                        "port %d is taken; give another with --http-port, where 0 takes any free one"
                                .formatted(port));
        assertThatThrownBy(
                        () ->
                                HttpServer.start(
                                        new HttpConfiguration("192.0.2.1", 0, Client.TOKEN), core))
                .isInstanceOf(HttpStartException.class)
                .hasMessageContaining("192.0.2.1");
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", URI.create(server.url()).getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
