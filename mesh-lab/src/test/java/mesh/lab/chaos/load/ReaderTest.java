package mesh.lab.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import mesh.protocol.JobId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What clients of a run find out while it goes on, from a mesh that is played by a list of
/// answers.
class ReaderTest {
    private static final JobId JOB = JobId.make(Instant.EPOCH, new SplittableRandom(1));

    private final Ledger ledger = new Ledger();
    private final Deque<String> states = new ArrayDeque<>();
    private HttpServer mesh;
    private MeshHttp http;

    @BeforeEach
    void start() throws IOException {
        mesh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mesh.createContext(
                "/v1/jobs/" + JOB,
                exchange -> {
                    String state = states.pollFirst();
                    byte[] body =
                            "{\"state\":\"%s\"}".formatted(state).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            state.matches("[0-9]+") ? Integer.parseInt(state) : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        mesh.start();
        http = new MeshHttp("http://127.0.0.1:" + mesh.getAddress().getPort(), () -> "token");
        ledger.acknowledged(new JobMix(1).job(0), JOB, Instant.EPOCH, 1);
    }

    @AfterEach
    void end() {
        http.close();
        mesh.stop(0);
    }

    private List<String> findings(String... answers) {
        var reader = new Reader(http, ledger);
        for (String answer : answers) {
            states.add(answer);
            reader.look();
        }
        return ledger.findings();
    }

    @Test
    void a_job_that_ends_and_stays_so_is_no_finding_and_neither_is_a_mesh_that_is_away() {
        assertThat(findings("queued", "running", "503", "queued", "succeeded", "succeeded"))
                .isEmpty();
        assertThat(ledger.counts()).containsEntry("read", 5L).containsEntry("read: 503", 1L);
    }

    @Test
    void a_job_that_comes_back_from_its_end_is_a_finding() {
        assertThat(findings("succeeded", "running"))
                .containsExactly(
                        "job %s had ended as succeeded, and was running later".formatted(JOB));
    }

    @Test
    void an_acknowledged_job_that_is_not_known_is_a_finding() {
        assertThat(findings("queued", "404"))
                .containsExactly(
                        "the acknowledged job %s is not known to whoever reads".formatted(JOB));
    }

    @Test
    void any_other_answer_is_a_finding() {
        assertThat(findings("500")).singleElement().asString().contains("was answered with 500");
    }

    @Test
    void a_load_that_ends_before_its_time_is_a_finding() {
        var load = new Load(http, ledger, 10, 1, () -> false);
        load.close();
        load.run(Duration.ofSeconds(1));
        assertThat(ledger.findings())
                .singleElement()
                .asString()
                .startsWith("the load ended after ")
                .contains("RejectedExecutionException");
    }
}
