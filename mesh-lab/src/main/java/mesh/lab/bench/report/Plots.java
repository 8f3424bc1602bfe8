package mesh.lab.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/// The pictures of a report, as PNG files beside it.
public final class Plots {
    private Plots() {}

    /// Draws those for which there are figures.
    ///
    /// @return their file names
    /// @throws IOException also where this machine cannot draw, as one without fonts
    public static List<String> draw(List<Figure> figures, Path directory) throws IOException {
        // Nothing is shown on a screen.
        System.setProperty("java.awt.headless", "true");
        var drawn = new ArrayList<String>();
        try {
            save(ThroughputPlot.of(figures), directory, "throughput.png", drawn);
            save(LatencyPlot.of(figures), directory, "latency.png", drawn);
        } catch (RuntimeException | LinkageError | InternalError cannot) {
            throw new IOException("this machine draws nothing: " + cannot, cannot);
        }
        return drawn;
    }

    private static void save(
            Optional<? extends Chart<?, ?>> chart, Path directory, String name, List<String> drawn)
            throws IOException {
        if (chart.isPresent()) {
            BitmapEncoder.saveBitmap(
                    chart.get(), directory.resolve(name).toString(), BitmapFormat.PNG);
            drawn.add(name);
        }
    }
}
