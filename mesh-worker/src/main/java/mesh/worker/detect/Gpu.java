package mesh.worker.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.protocol.needs.Capabilities;

/// The graphics cards that `nvidia-smi` finds.
///
/// @param count how many
/// @param name of the first
/// @param mebibytes the memory of the smallest, so that a job that asks for so much fits on any
record Gpu(int count, String name, long mebibytes) {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern LINE = Pattern.compile("(.+), *([0-9]{1,12}) MiB");

    static Optional<Gpu> detect() {
        return Command.output(
                        LIMIT,
                        List.of(
                                "nvidia-smi",
                                "--query-gpu=name,memory.total",
                                "--format=csv,noheader"))
                .flatMap(Gpu::parse);
    }

    /// Reads one line for each card, such as `NVIDIA A100-SXM4-40GB, 40960 MiB`. A line that is
    /// none of these is no card.
    static Optional<Gpu> parse(String output) {
        var cards = new ArrayList<Gpu>();
        for (String line : output.lines().toList()) {
            Matcher card = LINE.matcher(line.strip());
            if (card.matches()) {
                cards.add(new Gpu(1, card.group(1), Long.parseLong(card.group(2))));
            }
        }
        return cards.stream()
                .reduce(
                        (first, next) ->
                                new Gpu(
                                        first.count + 1,
                                        first.name,
                                        Math.min(first.mebibytes, next.mebibytes)));
    }

    Capabilities capabilities() {
        return new Capabilities(
                Map.of(
                        "gpu",
                        Integer.toString(count),
                        "gpu_name",
                        name.length() > Capabilities.MOST_CHARACTERS
                                ? name.substring(0, Capabilities.MOST_CHARACTERS)
                                : name,
                        "gpu_memory",
                        mebibytes + "MiB"));
    }
}
