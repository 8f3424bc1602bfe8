package mesh.lab.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    /// A server that gives one client these answers, whatever it asks.
    private static void answering(List<String> answers, Talk talk) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = Thread.ofVirtual().start(() -> serve(server, answers));
            var site = new Site("127.0.0.1", server.getLocalPort(), "secret");
            try (var connection = new Connection(site)) {
                talk.with(connection, site.get("/"));
            }
            serving.join();
        }
    }

    private interface Talk {
        void with(Connection connection, byte[] request) throws IOException;
    }

    private static void serve(ServerSocket server, List<String> answers) {
        try (var socket = server.accept()) {
            for (String answer : answers) {
                socket.getInputStream().read(new byte[1000]);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Test
    void reads_answers_of_known_length_and_in_chunks_one_after_the_other() throws Exception {
        answering(
                List.of(
                        "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nhello",
                        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nwor\r\n2\r\nld\r\n0\r\n\r\n",
                        "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"),
                (connection, request) -> {
                    assertThat(connection.send(request).text()).isEqualTo("hello");
                    assertThat(connection.send(request).text()).isEqualTo("world");
                    Answer busy = connection.send(request);
                    assertThat(busy.busy()).isTrue();
                    assertThat(busy.retryAfter()).isEqualTo(7);
                    assertThatThrownBy(busy::orFail).hasMessageContaining("429");
                });
    }

    @Test
    void follows_a_stream_over_the_edges_of_its_chunks() throws Exception {
        answering(
                List.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"),
                (connection, request) -> {
                    InputStream events = connection.follow(request);
                    assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("abcdef");
                });
    }

    @Test
    void says_that_the_mesh_went_away() throws Exception {
        answering(
                List.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"),
                (connection, request) ->
                        assertThatThrownBy(() -> connection.send(request))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("closed the connection"));
    }

    @Test
    void submits_two_hundred_bytes_for_fifty() throws IOException {
        assertThat(Work.RESULT.getBytes(StandardCharsets.UTF_8)).hasSize(Work.OUT);
        String request = new String(Work.request(new Site("h", 1, "t"), 1), StandardCharsets.UTF_8);
        String payload = request.substring(request.indexOf("{\"text\""), request.length() - 1);
        assertThat(payload).hasSize(Work.IN);
    }
}
