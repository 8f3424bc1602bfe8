package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    private final List<String> heard = new ArrayList<>();
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private String tooLong;
    private String noText;

    private final Splitter splitter =
            new Splitter(
                    new Marked() {
                        @Override
                        public String marker() {
                            return "@m ";
                        }

                        @Override
                        public int mostBytes() {
                            return 10;
                        }

                        @Override
                        public boolean line(String line) {
                            heard.add(line);
                            return !line.equals("@m stop");
                        }

                        @Override
                        public void tooLong(String beginning) {
                            tooLong = beginning;
                        }

                        @Override
                        public void noText(String shown, int at) {
                            noText = at + " " + shown;
                        }
                    });

    private boolean take(String printed) {
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        return splitter.take(bytes, bytes.length, rest);
    }

    private String rest() {
        return rest.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_marked_line_that_is_no_text_is_the_last_one() {
        byte[] printed = {'@', 'm', ' ', 'x', (byte) 0xE9, '\n', 'y'};
        assertThat(splitter.take(printed, printed.length, rest)).isFalse();
        assertThat(heard).isEmpty();
        assertThat(noText).isEqualTo("4 @m x\\xE9");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void parts_lines_however_the_pieces_come(int size) {
        String printed = "a\n@m 1\n\n@\n@m\n@m ü\r\n @m no\n@@m no\nx@m no\n@m \n@mz";
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += size) {
            byte[] piece = java.util.Arrays.copyOfRange(bytes, from, from + size);
            assertThat(splitter.take(piece, Math.min(size, bytes.length - from), rest)).isTrue();
        }
        splitter.end(true, rest);
        assertThat(heard).containsExactly("@m 1", "@m ü", "@m ");
        assertThat(rest()).isEqualTo("a\n\n@\n@m\n @m no\n@@m no\nx@m no\n@mz");
    }

    @Test
    void hands_on_a_line_as_soon_as_it_is_complete() {
        take("@m 1");
        assertThat(heard).isEmpty();
        take("2\n");
        assertThat(heard).containsExactly("@m 12");
        take("@");
        assertThat(rest()).isEmpty();
        splitter.end(true, rest);
        assertThat(rest()).isEqualTo("@");
    }

    @Test
    void takes_a_last_line_without_an_end_only_where_it_is_whole() {
        take("@m 1");
        splitter.end(true, rest);
        assertThat(heard).containsExactly("@m 1");
        take("\n@m 2");
        splitter.end(false, rest);
        assertThat(heard).hasSize(1);
    }

    @Test
    void takes_no_more_when_the_listener_wants_it_to_stop() {
        assertThat(take("x\n@m stop\n@m 2\ny\n")).isFalse();
        assertThat(heard).containsExactly("@m stop");
        assertThat(rest()).isEqualTo("x\n");
    }

    @Test
    void gives_a_line_up_that_is_too_long() {
        assertThat(take("@m 4567890\n")).isTrue();
        assertThat(heard).containsExactly("@m 4567890");
        assertThat(take("@m 45678901\n")).isFalse();
        assertThat(tooLong).isEqualTo("@m 4567890");
    }
}
