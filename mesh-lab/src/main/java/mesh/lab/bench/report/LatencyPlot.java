package mesh.lab.bench.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Latency over the share of the throughput at which jobs come.
final class LatencyPlot {
    private static final Pattern POINT = Pattern.compile("latency\\.([0-9]+)\\.(p.*)");
    private static final List<String> PERCENTILES = List.of("p50", "p99", "p99.9");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    private LatencyPlot() {}

    static Optional<XYChart> of(List<Figure> figures) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Latency of jobs that come at a fixed rate: medians")
                        .xAxisTitle("rate, % of the throughput in batches")
                        .yAxisTitle("ms, from due to seen succeeded")
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        PERCENTILES.forEach(percentile -> add(chart, percentile, figures));
        return chart.getSeriesMap().isEmpty() ? Optional.empty() : Optional.of(chart);
    }

    private static void add(XYChart chart, String percentile, List<Figure> figures) {
        var shares = new ArrayList<Integer>();
        var millis = new ArrayList<Double>();
        for (Figure figure : figures) {
            Matcher point = POINT.matcher(figure.name());
            if (point.matches() && point.group(2).equals(percentile)) {
                shares.add(Integer.parseInt(point.group(1)));
                millis.add(figure.median());
            }
        }
        if (!shares.isEmpty()) {
            chart.addSeries(percentile, shares, millis);
        }
    }
}
