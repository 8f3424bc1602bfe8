package mesh.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// One run of the command line with what it printed.
public record CommandRun(int code, String out, String err) {

    public static CommandRun of(Path directory, String... arguments) {
        return with(directory, Map.of(), "", arguments);
    }

    public static CommandRun with(
            Path directory, Map<String, String> environment, String in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen =
                new Screen(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        false,
                        100);
        int code = Main.run(screen, environment, directory, arguments);
        return new CommandRun(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
