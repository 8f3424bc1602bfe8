package mesh.core.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void makes_a_chunk_of_what_has_come_whatever_was_announced() {
        var chunks = new Chunks();
        byte[] come = bytes("7fffffff\r\nabc");
        assertThat(chunks.take(come, 0, come.length)).isEqualTo(come.length);
        assertThat(text(chunks.made())).isEqualTo("3\r\nabc\r\n");
        assertThat(chunks.ended()).isFalse();
    }

    @Test
    void stops_at_the_bodys_end_where_the_next_request_begins() {
        var chunks = new Chunks();
        byte[] come = bytes("xx3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1");
        int stopped = chunks.take(come, 2, come.length);
        assertThat(text(come).substring(stopped)).isEqualTo("GET / HTTP/1.1");
        assertThat(text(chunks.made())).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        assertThat(chunks.ended()).isTrue();
    }

    @Test
    void takes_the_same_body_however_it_is_cut_on_the_way() {
        var chance = new Random(20);
        for (int round = 0; round < 200; round++) {
            var body = new StringBuilder();
            var sent = new StringBuilder();
            for (int i = chance.nextInt(5); i >= 0; i--) {
                String piece = "abcdefghijklmnopqrstuvwxyz".substring(0, 1 + chance.nextInt(26));
                body.append(piece);
                sent.append("0".repeat(chance.nextInt(4)))
                        .append(Integer.toHexString(piece.length()))
                        .append("\r\n")
                        .append(piece)
                        .append("\r\n");
            }
            byte[] come = bytes(sent + "0\r\n\r\n");
            var chunks = new Chunks();
            var made = new StringBuilder();
            for (int at = 0; at < come.length; ) {
                int to = Math.min(come.length, at + 1 + chance.nextInt(9));
                at = chunks.take(come, at, to);
                made.append(text(chunks.made()));
            }
            assertThat(chunks.ended()).isTrue();
            assertThat(read(made.toString())).isEqualTo(body.toString());
        }
    }

    private static String read(String chunks) {
        var body = new StringBuilder();
        for (int at = 0; ; ) {
            int line = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            if (size == 0) {
                assertThat(chunks.substring(line)).isEqualTo("\r\n\r\n");
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    @Test
    void refuses_a_size_line_without_an_end() {
        var chunks = new Chunks();
        byte[] zeros = bytes("0".repeat(Chunks.MOST_DIGITS));
        chunks.take(zeros, 0, zeros.length);
        assertThatThrownBy(() -> chunks.take(bytes("0"), 0, 1))
                .isInstanceOf(FramingException.class)
                .hasMessage("a chunk's length has at most 8 digits, with zeros before it 16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "\r\n",
                "-1\r\n",
                "+3\r\nabc\r\n",
                "0x3\r\nabc\r\n",
                " 3\r\nabc\r\n",
                "3 \r\nabc\r\n",
                "3;name=value\r\nabc\r\n",
                "123456789\r\n",
                "3\nabc\r\n",
                "3\r\rabc",
                "3\r\nabcd\r\n",
                "3\r\nabc\n",
                "0\r\nTrailer: x\r\n\r\n",
                "0\r\n\rx"
            })
    void refuses_what_are_no_chunks(String sent) {
        byte[] come = bytes(sent);
        assertThatThrownBy(() -> new Chunks().take(come, 0, come.length))
                .isInstanceOf(FramingException.class);
    }
}
