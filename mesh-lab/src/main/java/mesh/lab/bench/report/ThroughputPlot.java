package mesh.lab.bench.report;

import java.awt.Color;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Every throughput as a bar with what its repetitions span, those of the bare broker among them.
final class ThroughputPlot {
    private static final String UNIT = "jobs/s";
    private static final String LATENCY = "latency";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final int TILT = 30;
    private static final double BAR = 0.6;

    private ThroughputPlot() {}

    static Optional<CategoryChart> of(List<Figure> figures) {
        List<Figure> shown =
                figures.stream()
                        .filter(figure -> figure.unit().equals(UNIT))
                        .filter(figure -> !figure.part().equals(LATENCY))
                        .toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Durable jobs a second: median, least and most")
                        .yAxisTitle(UNIT)
                        .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLabelRotation(TILT);
        chart.getStyler().setAvailableSpaceFill(BAR);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries(
                UNIT,
                shown.stream().map(Figure::name).toList(),
                shown.stream().map(Figure::median).toList(),
                shown.stream().map(figure -> (figure.max() - figure.min()) / 2).toList());
        return Optional.of(chart);
    }
}
