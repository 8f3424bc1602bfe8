package mesh.lab.bench.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/// What Java threads were at, at moments that are even in processor time (JEP 509), by stage.
final class Samples {
    /// How a recording is asked for. The second kind, even in time, is for systems without the
    /// first.
    private static final String SETTINGS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">2 ms</setting>
              </event>
              <event name="jdk.ExecutionSample">
                <setting name="enabled">true</setting>
                <setting name="period">10 ms</setting>
              </event>
            </configuration>
            """;

    private static final String EVEN_IN_CPU = "jdk.CPUTimeSample";
    private static final String EVEN_IN_TIME = "jdk.ExecutionSample";
    private static final int HOT = 4;
    private static final double PERCENT = 100;

    private final Map<Stage, Map<String, Integer>> methods = new EnumMap<>(Stage.class);
    private int count;

    private Samples() {}

    /// Writes down how to record.
    static Path settings(Path directory) throws IOException {
        return Files.writeString(directory.resolve("samples.jfc"), SETTINGS);
    }

    /// Those of a recording between two moments.
    static Samples read(Path recording, Instant begin, Instant end) throws IOException {
        var samples = new Samples();
        samples.read(recording, begin, end, EVEN_IN_CPU);
        if (samples.count == 0) {
            samples.read(recording, begin, end, EVEN_IN_TIME);
        }
        return samples;
    }

    private void read(Path recording, Instant begin, Instant end, String kind) throws IOException {
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                Instant at = event.getStartTime();
                if (event.getEventType().getName().equals(kind)
                        && !at.isBefore(begin)
                        && at.isBefore(end)) {
                    add(event);
                }
            }
        }
    }

    private void add(RecordedEvent event) {
        List<RecordedFrame> frames =
                event.getStackTrace() == null ? List.of() : event.getStackTrace().getFrames();
        Stage stage =
                Stage.of(
                        frames.stream()
                                .map(frame -> frame.getMethod().getType().getName())
                                .toList());
        String hot = frames.isEmpty() ? "no stack" : name(frames.getFirst().getMethod());
        methods.computeIfAbsent(stage, _ -> new HashMap<>()).merge(hot, 1, Integer::sum);
        count++;
    }

    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    int count() {
        return count;
    }

    /// Of what Java threads did.
    double share(Stage stage) {
        return count == 0 ? 0 : (double) of(stage) / count;
    }

    private int of(Stage stage) {
        return methods.getOrDefault(stage, Map.of()).values().stream().mapToInt(one -> one).sum();
    }

    /// The methods that were innermost most often, each with its share of the stage.
    String hot(Stage stage) {
        int all = of(stage);
        return methods.getOrDefault(stage, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(HOT)
                .map(hot -> "%s %.0f %%".formatted(hot.getKey(), hot.getValue() * PERCENT / all))
                .collect(Collectors.joining(", "));
    }
}
