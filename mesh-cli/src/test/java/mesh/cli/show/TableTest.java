package mesh.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void aligns_texts_to_the_left_and_numbers_to_the_right() {
        assertThat(new Table("NODE", "JOBS", "").row("n1", 7, "x").row("n10", 1234, null).lines())
                .containsExactly("NODE  JOBS", "n1       7  x", "n10   1234  -");
    }

    @Test
    void takes_a_column_with_one_text_for_texts() {
        assertThat(new Table("A", "B").row("1", "x").row("23", "y").row("-", "z").lines())
                .containsExactly(" A  B", " 1  x", "23  y", " -  z");
    }

    @Test
    void shows_what_would_command_a_terminal_as_harmless_text() {
        assertThat(new Table("A").row("\033[2Jgone\r\nnext").lines().getLast())
                .isEqualTo("?[2Jgone? next");
    }

    @Test
    void refuses_a_row_of_another_width() {
        assertThatThrownBy(() -> new Table("A", "B").row(1)).hasMessage("expected 2 cells, got 1");
    }
}
