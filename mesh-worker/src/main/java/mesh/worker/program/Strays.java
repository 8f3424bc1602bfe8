package mesh.worker.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What a program left behind in a session of its own, and so in no group and no tree of ours: a
/// process is known by its home, which is the attempt's own directory and nobody else's. Only where
/// there is a `/proc`; one that empties its environment and goes elsewhere as well is not found.
final class Strays {
    private static final Path PROC = Path.of("/proc");

    /// A stray may fork while the others are looked for, and one that is just becoming another
    /// program shows no environment; so they are looked for until nothing is seen twice in a row.
    private static final int MOST_ROUNDS = 20;

    private static final long BETWEEN_NANOS = 3_000_000;

    private Strays() {}

    /// Kills every process whose home, or whose working directory, is this directory.
    static void kill(Path home) {
        boolean seen = true;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> strays = of(home);
            if (strays.isEmpty() && !seen) {
                return;
            }
            strays.forEach(ProcessHandle::destroyForcibly);
            seen = !strays.isEmpty();
            LockSupport.parkNanos(BETWEEN_NANOS);
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
                if (environment(process).contains(wanted) || worksIn(process, home)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(strays::add);
                }
            }
        } catch (IOException | DirectoryIteratorException noList) {
            return strays;
        }
        return strays;
    }

    private static boolean worksIn(Path process, Path home) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(home);
        } catch (IOException notOurs) {
            return false;
        }
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
