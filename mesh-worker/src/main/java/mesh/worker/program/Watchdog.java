package mesh.worker.program;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A shell in a session of its own that signals groups of processes: each when it is told to. It
/// kills all that it still watches when its standard input ends, which is when the node's own
/// process is gone, even by `kill -9`.
///
/// Java can signal a process but no group, and what a program left behind may no longer be any
/// child of ours; so the group is the only handle on it.
final class Watchdog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            watched=' '
            while read -r verb group; do
              case $verb in
                watch) watched="$watched$group " ;;
                terminate)
                  case $watched in
                    *" $group "*)
                      kill -s TERM -- "-$group" || kill -s TERM "$group" ;;
                  esac ;;
                kill)
                  case $watched in
                    *" $group "*)
                      kill -s KILL -- "-$group"
                      after=${watched#* $group }
                      watched="${watched%% $group *} $after" ;;
                  esac ;;
              esac
            done
            for group in $watched; do kill -s KILL -- "-$group"; done
            """;

    private final Process shell;
    private final OutputStream words;

    private Watchdog(Process shell) {
        this.shell = shell;
        this.words = shell.getOutputStream();
    }

    /// @param setsid the program that gives the shell its own session
    static Watchdog start(String setsid) throws IOException {
        var builder = new ProcessBuilder(List.of(setsid, "/bin/sh", "-c", SCRIPT));
        builder.environment().clear();
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new Watchdog(builder.start());
    }

    void watch(long group) {
        tell("watch " + group);
    }

    /// Asks a watched group to end. One that is only just being made is asked by its leader.
    void terminate(long group) {
        tell("terminate " + group);
    }

    /// Kills what is left of a watched group, and forgets it.
    void kill(long group) {
        tell("kill " + group);
    }

    private synchronized void tell(String line) {
        try {
            words.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            words.flush();
        } catch (IOException gone) {
            LOG.log(
                    Level.WARNING,
                    "The shell that kills what programs leave behind is gone: {0}",
                    gone.getMessage());
        }
    }

    /// Kills every group still watched, and ends.
    @Override
    public synchronized void close() {
        try {
            words.close();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "The watchdog was gone before", gone);
        }
        try {
            if (!shell.waitFor(2, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
