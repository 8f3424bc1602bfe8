package mesh.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import mesh.protocol.json.Encoding;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String FACE = "\uD83D\uDE00";

    @Test
    void a_text_that_fits_stays_as_it_is() {
        assertThat(Excerpt.beginning(FACE, 2)).isEqualTo(FACE);
        assertThat(Excerpt.end(FACE, 2)).isEqualTo(FACE);
        assertThat(Excerpt.shortened("abc", 3)).isEqualTo("abc");
        assertThat(Excerpt.shortened("abcd", 3)).isEqualTo("ab…");
    }

    @Test
    void no_character_is_cut_in_half() {
        assertThat(Excerpt.beginning("a" + FACE + "b", 2)).isEqualTo("a");
        assertThat(Excerpt.beginning("a" + FACE + "b", 3)).isEqualTo("a" + FACE);
        assertThat(Excerpt.end("a" + FACE + "b", 2)).isEqualTo("b");
        assertThat(Excerpt.end("a" + FACE + "b", 3)).isEqualTo(FACE + "b");
        assertThat(Excerpt.shortened("ab" + FACE, 3)).isEqualTo("ab…");
        var error = new JobError(ErrorCode.HANDLER_ERROR, "a" + FACE.repeat(3_000));
        byte[] utf8 = error.message().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(utf8, StandardCharsets.UTF_8))
                .isEqualTo(error.message())
                .hasSizeLessThanOrEqualTo(JobError.MOST_CHARACTERS)
                .endsWith(FACE + "…");
    }

    @Test
    void bytes_are_shown_with_what_is_no_character_in_hexadecimal() {
        byte[] bytes = {
            'r', (byte) 0xE9, 's', 0, (byte) 0xC3, (byte) 0xBC, (byte) 0xC0, (byte) 0xAF
        };
        assertThat(Encoding.shown(bytes)).isEqualTo("r\\xE9s\\x00ü\\xC0\\xAF");
        String many = "ü".repeat(10_000);
        assertThat(Encoding.shown(many.getBytes(StandardCharsets.UTF_8))).isEqualTo(many);
        assertThat(Encoding.shown(new byte[] {'a', (byte) 0xC3})).isEqualTo("a\\xC3");
    }
}
