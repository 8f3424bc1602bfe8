package mesh.cli.client;

import java.time.Duration;
import java.util.function.Consumer;
import mesh.cli.ExitCode;
import mesh.cli.UserException;

/// How long somebody who gets no answer, or is told to come again, asks again: a mesh that is
/// killed is back within seconds.
///
/// @param most how long after the first question the last one may be asked
/// @param say is told once that there is something to wait for
public record Persistence(Duration most, Consumer<String> say) {
    /// Asks once.
    public static final Persistence NONE = new Persistence(Duration.ZERO, _ -> {});

    private static final Duration PAUSE = Duration.ofMillis(300);

    /// Asks something.
    interface Asking<T> {
        /// @param again whether it was asked before without an answer, and may have been done
        T ask(boolean again);
    }

    /// The same, for as long as this at the least.
    Persistence atLeast(Duration other) {
        return other.compareTo(most) > 0 ? new Persistence(other, say) : this;
    }

    /// Asks until there is an answer, or the time is over.
    ///
    /// @throws UserException or ProblemException as the last asking did
    <T> T until(Asking<T> asking) {
        long end = System.nanoTime() + most.toNanos();
        boolean said = false;
        while (true) {
            try {
                return asking.ask(said);
            } catch (UserException | ProblemException unanswered) {
                long left = end - System.nanoTime();
                if (!passes(unanswered) || left <= 0) {
                    throw unanswered;
                }
                if (!said) {
                    say.accept(
                            "waiting up to %d s: %s"
                                    .formatted(
                                            Math.max(1, most.toSeconds()),
                                            unanswered.getMessage()));
                    said = true;
                }
                pause(Math.min(left, wished(unanswered).toNanos()));
            }
        }
    }

    private static boolean passes(RuntimeException unanswered) {
        return switch (unanswered) {
            case UserException none ->
                    none.exitCode() == ExitCode.NO_CONNECTION
                            && !Thread.currentThread().isInterrupted();
            case ProblemException problem -> problem.exitCode() == ExitCode.NO_CONNECTION;
            default -> false;
        };
    }

    /// When to come again, as the mesh says where it does.
    private static Duration wished(RuntimeException unanswered) {
        return unanswered instanceof ProblemException problem
                ? problem.retryAfter().orElse(PAUSE)
                : PAUSE;
    }

    /// A moment's rest between two questions.
    static void pause() {
        pause(PAUSE.toNanos());
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
    }
}
