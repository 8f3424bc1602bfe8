package mesh.cli.run;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import mesh.artemis.link.Access;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.protocol.link.LinkException;

/// Waits for a broker that is still starting.
public final class Retry {
    static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private Retry() {}

    /// Tries until it works or the time is over, or the broker answers that it does not let this
    /// party in, or that the name is another's: waiting changes nothing about that.
    ///
    /// @param what what is waited for, such as `a broker at tcp://…`
    public static <T> T until(Screen screen, String what, Supplier<T> attempt) {
        Instant end = Instant.now().plus(MOST);
        boolean said = false;
        while (true) {
            try {
                return attempt.get();
            } catch (LinkException | NotYet absent) {
                if (absent instanceof LinkException failed && Access.isDenied(failed)) {
                    throw UserException.noConnection(
                            failed.getMessage()
                                    + "; give the right ones with --broker-user and"
                                    + " --broker-password, or MESH_BROKER_USER and"
                                    + " MESH_BROKER_PASSWORD",
                            failed);
                }
                if (absent instanceof LinkException failed && Access.isTaken(failed)) {
                    throw UserException.noConnection(failed.getMessage(), failed);
                }
                if (Instant.now().isAfter(end)) {
                    throw UserException.noConnection(
                            "there is no %s after %d s: %s"
                                    .formatted(what, MOST.toSeconds(), absent.getMessage()),
                            absent);
                }
                if (!said) {
                    screen.err()
                            .println(
                                    "waiting up to %d s for a %s …"
                                            .formatted(MOST.toSeconds(), what));
                    said = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
    }

    /// What is waited for is not there yet.
    public static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotYet(String message) {
            super(message);
        }
    }
}
