package mesh.lab.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FloodTest {
    private static final String STATS = "{\"jobs\":{\"succeeded\":%d},\"nodes\":{}}";

    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean settles = true;
    private volatile boolean hangs;
    private HttpServer server;
    private Site site;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/v1/stats",
                exchange -> answer(exchange, 200, STATS.formatted(settles ? taken.get() : 0)));
        server.createContext("/v1/jobs", this::take);
        server.start();
        site = new Site("127.0.0.1", server.getAddress().getPort(), "secret");
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        asked.countDown();
        if (hangs) {
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        taken.incrementAndGet();
        answer(exchange, 202, "{\"id\":\"one\"}");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void goes_on_until_it_is_ended_and_knows_what_was_taken() throws Exception {
        try (var stats = new StatsWatch(site);
                var flood = new Flood(site, stats, 5, 1, 100, Duration.ofSeconds(10))) {
            await().until(() -> flood.submitted() > 200);
            flood.end();
            assertThat(flood.submitted()).isEqualTo(taken.get());
            assertThat(flood.answers()).isNotEmpty();
        }
    }

    @Test
    void has_only_so_many_under_way() throws Exception {
        settles = false;
        try (var stats = new StatsWatch(site);
                var flood = new Flood(site, stats, 5, 1, 20, Duration.ofSeconds(10))) {
            await().until(() -> flood.submitted() > 20);
            stats.next();
            flood.end();
            // Each client may have begun a call before the last one counted.
            assertThat(flood.submitted()).isBetween(21L, 21L + 5);
        }
    }

    @Test
    void fails_where_the_mesh_answers_no_more_also_when_it_is_to_end() throws Exception {
        hangs = true;
        try (var stats = new StatsWatch(site);
                var flood = new Flood(site, stats, 2, 1, 100, Duration.ofMillis(300))) {
            // Ended before its first call it would have nothing to wait for.
            asked.await();
            assertThatThrownBy(flood::end).hasMessageContaining("no answer came for PT0.3S");
        }
    }
}
