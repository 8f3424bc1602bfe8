package mesh.core.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.WritableHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private final Deque<byte[]> coming = new ArrayDeque<>();
    private final List<Inbound.Awaited> awaited = new ArrayList<>();
    private final Inbound inbound =
            new Inbound(
                    what -> {
                        awaited.add(what);
                        return coming.poll();
                    });

    private void comes(String... pieces) {
        for (String piece : pieces) {
            coming.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private String next() {
        byte[] next = inbound.next();
        return next == null ? null : new String(next, StandardCharsets.ISO_8859_1);
    }

    private static WritableHeaders<?> length(int bytes) {
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes)));
        return headers;
    }

    @Test
    void hands_over_one_head_at_a_time_however_they_come() {
        String both = GET + GET;
        for (int cut = 1; cut < both.length(); cut++) {
            comes(both.substring(0, cut), both.substring(cut));
            assertThat(next()).as("cut at " + cut).isEqualTo(GET);
            inbound.headers(WritableHeaders.create());
            assertThat(next()).as("cut at " + cut).isEqualTo(GET);
            inbound.headers(WritableHeaders.create());
        }
        assertThat(next()).isNull();
    }

    @Test
    void waits_for_a_head_from_its_first_byte_on_and_not_before() {
        comes("G", "ET / HTTP/1.1\r\nHost: x\r\n\r", "\n");
        assertThat(next()).isEqualTo(GET);
        assertThat(awaited)
                .containsExactly(
                        Inbound.Awaited.REQUEST, Inbound.Awaited.HEAD, Inbound.Awaited.HEAD);
    }

    @Test
    void hands_over_no_more_of_a_body_than_its_length() {
        comes(GET + "abc", "defGET", " / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(next()).isEqualTo(GET);
        inbound.headers(length(6));
        assertThat(next()).isEqualTo("abc");
        assertThat(next()).isEqualTo("def");
        assertThat(next()).isEqualTo(GET);
        assertThat(awaited)
                .containsExactly(
                        Inbound.Awaited.REQUEST, Inbound.Awaited.BODY, Inbound.Awaited.HEAD);
    }

    @Test
    void hands_over_a_body_in_chunks_as_it_comes() {
        comes(GET + "f", "\r\nabc", "def");
        assertThat(next()).isEqualTo(GET);
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.set(HeaderValues.TRANSFER_ENCODING_CHUNKED);
        inbound.headers(headers);
        assertThat(next()).isEqualTo("3\r\nabc\r\n");
        assertThat(next()).isEqualTo("3\r\ndef\r\n");
        assertThat(next()).isNull();
    }

    @Test
    void refuses_a_first_line_headers_and_lines_beyond_their_bounds() {
        comes("GET /" + "x".repeat(Bounds.LINE));
        assertRefused(414);
        coming.clear();
        var long431 = new Inbound(_ -> ("GET / HTTP/1.1\r\nA: " + "x".repeat(30_000)).getBytes());
        assertThatThrownBy(long431::next)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(431));
        var many = new Inbound(_ -> ("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(200)).getBytes());
        assertThatThrownBy(many::next)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused ->
                                assertThat(refused)
                                        .hasMessage(
                                                "the headers of a request are at most 128 lines and 16384 bytes"));
    }

    @Test
    void refuses_headers_beyond_their_bounds_that_come_at_once() {
        comes("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(129) + "\r\n");
        assertRefused(431);
        comes("GET / HTTP/1.1\r\nA: " + "x".repeat(Bounds.HEADERS) + "\r\n\r\n");
        assertThatThrownBy(new Inbound(_ -> coming.poll())::next)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(431));
    }

    @Test
    void takes_as_many_headers_as_their_bounds_allow_beside_a_first_line_of_its_own_bound() {
        String first = "GET /" + "x".repeat(Bounds.LINE - 16) + " HTTP/1.1\r\n";
        String last = "b:" + "x".repeat(Bounds.HEADERS - 127 * 4 - 4) + "\r\n";
        String head = first + "a:\r\n".repeat(127) + last + "\r\n";
        comes(head.substring(0, head.length() - 1), "\n");
        assertThat(next()).isEqualTo(head);
    }

    private void assertRefused(int status) {
        assertThatThrownBy(inbound::next)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(status));
    }

    @Test
    void takes_as_many_reads_for_a_head_that_comes_byte_by_byte_as_it_has_bytes() {
        for (char one : GET.toCharArray()) {
            comes(String.valueOf(one));
        }
        assertThat(next()).isEqualTo(GET);
        assertThat(awaited).hasSize(GET.length());
    }

    @Test
    void hands_over_a_line_with_the_wrong_end_at_once_to_be_refused() {
        comes("GET / HTTP/1.1\nHost: x");
        assertThat(next()).isEqualTo("GET / HTTP/1.1\nHost: x");
    }
}
