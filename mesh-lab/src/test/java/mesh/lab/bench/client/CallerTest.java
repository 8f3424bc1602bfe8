package mesh.lab.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallerTest {
    private static final int LARGE = 100_000;

    /// Milliseconds, after which a waiting test looks whether it is over.
    private static final int A_BIT = 20;

    /// One caller and the other end of its connection.
    private record Pair(Selector selector, Caller caller, Socket server) {
        /// The answer that comes when the other end writes these pieces, each read before the next.
        Answer answer(String... pieces) throws IOException {
            Answer answer = null;
            for (String piece : pieces) {
                server.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                answer = goOn();
            }
            while (answer == null) {
                answer = goOn();
            }
            return answer;
        }

        /// Waits a bit until the connection is ready for something, and does it.
        private Answer goOn() throws IOException {
            if (selector.select(A_BIT) == 0) {
                return null;
            }
            selector.selectedKeys().clear();
            return caller.goOn();
        }
    }

    private interface Talk {
        void with(Pair pair) throws IOException;
    }

    private static void talk(Talk talk) throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var selector = Selector.open()) {
            var site = new Site("127.0.0.1", listening.getLocalPort(), "secret");
            try (var caller = new Caller(site, selector);
                    Socket server = listening.accept()) {
                talk.with(new Pair(selector, caller, server));
            }
        }
    }

    @Test
    void reads_an_answer_that_comes_in_pieces() throws IOException {
        talk(
                pair -> {
                    Answer answer =
                            pair.answer(
                                    "HTTP/1.1 202 Acc",
                                    "epted\r\ncontent-LENGTH: 11\r\n\r",
                                    "\nhello",
                                    " world");
                    assertThat(answer.status()).isEqualTo(202);
                    assertThat(answer.text()).isEqualTo("hello world");
                });
    }

    @Test
    void reads_an_answer_larger_than_its_buffer_and_one_after_it() throws IOException {
        talk(
                pair -> {
                    String large = "x".repeat(LARGE);
                    String head = "HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n";
                    assertThat(pair.answer(head.formatted(LARGE) + large).text()).isEqualTo(large);
                    Answer refusal =
                            pair.answer(
                                    "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
                    assertThat(refusal.busy()).isTrue();
                    assertThat(refusal.retryAfter()).isEqualTo(7);
                });
    }

    @Test
    void writes_a_request_that_the_connection_does_not_take_at_once() throws IOException {
        talk(
                pair -> {
                    byte[] request = new byte[16 << 20];
                    request[request.length - 1] = '!';
                    pair.caller().call(request);
                    var end = new CompletableFuture<Byte>();
                    end.completeAsync(() -> last(pair.server(), request.length));
                    while (!end.isDone()) {
                        pair.goOn();
                    }
                    assertThat(end.join()).isEqualTo((byte) '!');
                });
    }

    private static byte last(Socket server, int length) {
        try {
            return server.getInputStream().readNBytes(length)[length - 1];
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Test
    void says_what_is_wrong_where_an_answer_has_no_length_or_the_mesh_is_gone() throws IOException {
        talk(
                pair ->
                        assertThatThrownBy(() -> pair.answer("HTTP/1.1 200 OK\r\nX-Y: 1\r\n\r\n"))
                                .hasMessageContaining("does not tell its length")
                                .hasMessageContaining("X-Y"));
        talk(
                pair -> {
                    pair.server().close();
                    assertThatThrownBy(() -> pair.goOn())
                            .hasMessageContaining("the mesh closed the connection");
                });
    }
}
