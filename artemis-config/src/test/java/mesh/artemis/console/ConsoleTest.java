package mesh.artemis.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.IntStream;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConsoleTest {
    private static final String QUEUES =
            "/jolokia/search/org.apache.activemq.artemis:broker=*,component=addresses,address=*,subcomponent=queues,routing-type=*,queue=*";

    @TempDir static Path data;
    private static EmbeddedBroker broker;
    private static Console console;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data);
        console = Console.start(configuration(0));
    }

    private static ConsoleConfiguration configuration(int port) {
        return new ConsoleConfiguration(
                "127.0.0.1", port, BrokerProbe.CONSOLE_USER, BrokerProbe.CONSOLE_PASSWORD);
    }

    @AfterAll
    static void stop() {
        console.close();
        broker.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(console.url() + path)).build(),
                BodyHandlers.ofString());
    }

    private int login(String user, String password) throws Exception {
        var body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
        return client.send(
                        HttpRequest.newBuilder(URI.create(console.url() + "/auth/login"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void shows_nothing_of_the_broker_without_a_log_in() throws Exception {
        assertThat(get(QUEUES).statusCode()).isIn(401, 403);
    }

    @Test
    void lets_nobody_in_with_another_password_or_as_a_party_of_the_mesh() throws Exception {
        assertThat(login(BrokerProbe.CONSOLE_USER, "wrong")).isIn(401, 403);
        assertThat(login(BrokerProbe.USER, BrokerProbe.PASSWORD)).isIn(401, 403);
        assertThat(get(QUEUES).statusCode()).isIn(401, 403);
    }

    @Test
    void shows_the_queues_to_whoever_is_logged_in() throws Exception {
        assertThat(login(BrokerProbe.CONSOLE_USER, BrokerProbe.CONSOLE_PASSWORD)).isEqualTo(200);
        assertThat(get(QUEUES).body()).contains("mesh.offers", "mesh.settlements", "progress");
    }

    @Test
    void says_which_option_helps_when_its_port_is_taken() {
        int taken = URI.create(console.url()).getPort();
        assertThatThrownBy(() -> Console.start(configuration(taken)).close())
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("port " + taken + " is taken")
                .hasMessageContaining("--console-port");
    }

    @Test
    void gives_its_port_back_when_nobody_came() {
        var unseen = Console.start(configuration(0));
        int port = URI.create(unseen.url()).getPort();
        unseen.close();
        var next = Console.start(configuration(port));
        assertThat(next.url()).isEqualTo(unseen.url());
        next.close();
    }

    @Test
    void shows_its_pages_to_all_who_came_at_once() throws Exception {
        try (var fresh = Console.start(configuration(0))) {
            var page = HttpRequest.newBuilder(URI.create(fresh.url() + QUEUES)).build();
            var answers =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> client.sendAsync(page, BodyHandlers.discarding()))
                            .toList();
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isIn(401, 403);
            }
        }
    }
}
