package mesh.core.http;

import java.time.Duration;
import mesh.core.http.edge.Bounds;
import mesh.core.http.edge.Budget;
import mesh.core.http.edge.Connection;

/// How many requests may be answered at once, each kind out of a number of its own, so that those
/// that wait leave room for those that do not. One client gets three quarters of each.
///
/// @param requests those that do not wait for anything but the core's own work
/// @param waits those that wait for a job to end
/// @param streams those that are told what happens as it happens
/// @param descriptions those for the API's description, which anybody may read
record Places(Budget requests, Budget waits, Budget streams, Budget descriptions) {
    private static final int MOST_DESCRIPTIONS = 16;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    /// Each that waits has a connection, and so has each that streams.
    static Places of(Bounds bounds) {
        int half = Math.max(1, bounds.connections() / 2);
        return new Places(
                new Budget(half),
                new Budget(half),
                new Budget(Math.min(EventStreams.MOST, half)),
                new Budget(MOST_DESCRIPTIONS));
    }

    /// Takes a place for the request that the calling thread answers, in the stead of the one that
    /// it has. It is given back when the request is answered.
    ///
    /// @throws ProblemException where there is none
    void enter(Budget budget) {
        Connection connection = Connection.current();
        if (connection.isSpare()) {
            throw ProblemException.retryLater(
                    ProblemKind.UNAVAILABLE,
                    "all connections are in use; this one answers health alone",
                    SOON);
        }
        switch (connection.take(budget)) {
            case TAKEN -> {}
            case FULL -> throw refusal(budget, budget.most(), "");
            case FULL_FOR_CLIENT -> throw refusal(budget, budget.mostOfOne(), " of this client");
        }
    }

    private ProblemException refusal(Budget budget, int most, String whose) {
        if (budget == waits) {
            return ProblemException.retryLater(
                    ProblemKind.TOO_MANY_REQUESTS,
                    "%d requests%s wait for jobs, which is the most; ask without `wait`, or later"
                            .formatted(most, whose),
                    LATER);
        }
        if (budget == streams) {
            return ProblemException.retryLater(
                    ProblemKind.TOO_MANY_REQUESTS,
                    "there are %d event streams%s, which is the most".formatted(most, whose),
                    LATER);
        }
        return ProblemException.retryLater(
                whose.isEmpty() ? ProblemKind.UNAVAILABLE : ProblemKind.TOO_MANY_REQUESTS,
                "%d requests%s are being answered, which is the most".formatted(most, whose),
                SOON);
    }
}
