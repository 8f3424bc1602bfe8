package mesh.lab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Comparison with(Figure... before) throws JsonProcessingException {
        return Comparison.with(
                MeshJson.MAPPER.writeValueAsString(
                        Map.of("format", BenchReport.FORMAT, "figures", List.of(before))));
    }

    private static Comparison.Change change(Map<Integer, Double> before, Map<Integer, Double> after)
            throws JsonProcessingException {
        return with(FigureTest.figure("a", before))
                .of(List.of(FigureTest.figure("a", after)))
                .getFirst();
    }

    @Test
    void calls_better_what_lies_beyond_the_spread_of_both() throws JsonProcessingException {
        var change = change(Map.of(1, 90.0, 2, 110.0), Map.of(1, 150.0, 2, 170.0));
        assertThat(change.verdict()).isEqualTo("better");
        assertThat(change.percentText()).isEqualTo("+60.0 %");
        assertThat(change(Map.of(1, 90.0, 2, 110.0), Map.of(1, 70.0, 2, 80.0)).verdict())
                .isEqualTo("worse");
    }

    @Test
    void takes_for_chance_what_overlaps() throws JsonProcessingException {
        assertThat(change(Map.of(1, 90.0, 2, 110.0), Map.of(1, 109.0, 2, 200.0)).verdict())
                .isEqualTo("within the spread");
    }

    @Test
    void says_that_one_repetition_has_no_spread() throws JsonProcessingException {
        assertThat(change(Map.of(1, 90.0), Map.of(1, 109.0, 2, 200.0)).verdict())
                .contains("may be chance");
    }

    @Test
    void leaves_out_what_only_one_run_has() throws JsonProcessingException {
        Figure before = FigureTest.figure("a", Map.of(1, 1.0));
        assertThat(with(before).of(List.of(FigureTest.figure("b", Map.of(1, 1.0))))).isEmpty();
    }

    @Test
    void refuses_what_is_no_report() {
        assertThatThrownBy(() -> Comparison.with("{\"figures\":[]}"))
                .hasMessageContaining("no report of a benchmark");
        assertThatThrownBy(() -> Comparison.with("figures")).hasMessageContaining("no JSON");
    }
}
