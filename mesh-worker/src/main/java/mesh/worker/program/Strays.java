package mesh.worker.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a program left behind in a session of its own, and so in no group and no tree of ours: a
/// process is known by its home, which is the attempt's own directory and nobody else's. Only where
/// there is a `/proc`; one that empties its environment as well is not found.
final class Strays {
    private static final Path PROC = Path.of("/proc");

    /// A stray may fork while the others are looked for.
    private static final int ROUNDS = 5;

    private Strays() {}

    /// Kills every process whose home is this directory.
    static void kill(Path home) {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> strays = of(home);
            if (strays.isEmpty()) {
                return;
            }
            strays.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static List<ProcessHandle> of(Path home) {
        var strays = new ArrayList<ProcessHandle>();
        if (!Files.isDirectory(PROC)) {
            return strays;
        }
        byte[] name = home.toString().getBytes(StandardCharsets.UTF_8);
        String wanted = "\0HOME=" + new String(name, StandardCharsets.ISO_8859_1) + "\0";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                if (environment(process).contains(wanted)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(strays::add);
                }
            }
        } catch (IOException noList) {
            return strays;
        }
        return strays;
    }

    /// Empty where the process is gone, is a stranger's, or is dead and not yet waited for.
    private static String environment(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return "\0" + new String(environment, StandardCharsets.ISO_8859_1);
        } catch (IOException notOurs) {
            return "";
        }
    }
}
