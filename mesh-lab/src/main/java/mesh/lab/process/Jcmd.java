package mesh.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Asks a JVM of this machine by the JDK's own tool; a Java without tools has none.
public final class Jcmd {
    private Jcmd() {}

    /// What it answers.
    ///
    /// @throws IOException saying what is missing, or what the JVM said instead
    public static String ask(long pid, String... question) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            throw new IOException("this Java has no jcmd; start the benchmark with a JDK");
        }
        var command = new ArrayList<String>(List.of(tool.toString(), Long.toString(pid)));
        command.addAll(List.of(question));
        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            asked.getOutputStream().close();
            String answer =
                    new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new IOException("jcmd " + question[0] + " failed: " + answer.strip());
            }
            return answer;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
