package mesh.worker.detect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mesh.protocol.needs.Capabilities;

/// A Python 3.
///
/// @param executable the interpreter itself, not a shim in front of it that picks one by the
///     environment
/// @param version such as `3.11.7`
public record Python(String executable, String version) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("3(\\.[0-9]{1,6}){2}");
    private static final String QUESTION =
            "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])";

    /// The first `python3` or `python` on the path that is a Python 3.
    public static Optional<Python> detect() {
        return Command.output(LIMIT, List.of("python3", "-c", QUESTION))
                .flatMap(Python::parse)
                .or(
                        () ->
                                Command.output(LIMIT, List.of("python", "-c", QUESTION))
                                        .flatMap(Python::parse));
    }

    /// Reads what the interpreter says of itself: its path on one line, its version on the next.
    static Optional<Python> parse(String output) {
        List<String> lines = output.lines().map(String::strip).toList();
        return lines.size() == 2
                        && !lines.getFirst().isEmpty()
                        && VERSION.matcher(lines.getLast()).matches()
                ? Optional.of(new Python(lines.getFirst(), lines.getLast()))
                : Optional.empty();
    }

    /// `python` is what jobs ask for and has two numbers; `python_version` has all three.
    public Capabilities capabilities() {
        return new Capabilities(
                Map.of(
                        "python",
                        version.substring(0, version.lastIndexOf('.')),
                        "python_version",
                        version));
    }
}
