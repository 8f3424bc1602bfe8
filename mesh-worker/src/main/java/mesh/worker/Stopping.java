package mesh.worker;

import java.time.Duration;

/// How long who was told to stop is waited for. Whatever its owner allows, what is cancelled is
/// over within 5 seconds.
final class Stopping {
    private static final Duration MOST = Duration.ofMillis(4_500);

    private Stopping() {}

    /// How long a handler may take to return before it is abandoned.
    static Duration handler(Duration grace) {
        return grace.compareTo(MOST) < 0 ? grace : MOST;
    }

    /// How long a program may tidy up after SIGTERM before it is killed: 4 seconds at most, and so
    /// much less than the handler that it is part of that this one still returns.
    static Duration program(Duration grace) {
        return handler(grace).multipliedBy(8).dividedBy(9);
    }
}
