package mesh.worker.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The programs that a program is started through: `setpriv --pdeathsig KILL`, so that it dies when
/// the node does, and `setsid`, so that it leads a group that can be killed whole. Either may be
/// missing (macOS has neither, BusyBox has a `setpriv` without the option); what remains is then
/// killed by walking the tree of processes.
///
/// @param words what stands before the command
/// @param setsid the path of `setsid`, where it is among them
record Wrapping(List<String> words, Optional<String> setsid) {

    /// Tries what is there.
    static Wrapping detect() {
        var words = new ArrayList<String>();
        Optional<String> setpriv = find("setpriv");
        if (setpriv.isPresent() && works(List.of(setpriv.get(), "--pdeathsig", "KILL", "true"))) {
            words.addAll(List.of(setpriv.get(), "--pdeathsig", "KILL"));
        }
        Optional<String> setsid = find("setsid").filter(path -> works(List.of(path, "true")));
        setsid.ifPresent(words::add);
        return new Wrapping(List.copyOf(words), setsid);
    }

    List<String> around(Path executable, List<String> command) {
        var wrapped = new ArrayList<>(words);
        wrapped.add(executable.toString());
        wrapped.addAll(command.subList(1, command.size()));
        return wrapped;
    }

    private static Optional<String> find(String name) {
        return SearchPath.find(name, Path.of("/")).map(Path::toString);
    }

    private static boolean works(List<String> command) {
        try {
            var builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(5, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
