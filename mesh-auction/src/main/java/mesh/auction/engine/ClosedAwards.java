package mesh.auction.engine;

import java.util.Optional;
import mesh.auction.engine.Fate.Claimed;
import mesh.auction.engine.Fate.Over;
import mesh.auction.engine.Fate.Won;
import mesh.protocol.JobId;
import mesh.protocol.recent.RecentAttempts;

/// What became of awards that no longer count, the newest of each job; forgotten oldest first
/// beyond a bound.
final class ClosedAwards {
    private static final int OVER = 0;
    private static final int WON = 1;
    private static final int ARRIVED = 2;

    private final RecentAttempts fates;

    ClosedAwards(int most) {
        fates = new RecentAttempts(most);
    }

    void remember(JobId job, Fate fate) {
        switch (fate) {
            case Won(int attempt, var node, boolean arrived) ->
                    fates.put(job, attempt, node, arrived ? ARRIVED : WON);
            case Over(int attempt) -> fates.put(job, attempt, null, OVER);
            // The word of a node that does not say it any more.
            case Claimed _ -> {}
        }
    }

    void forget(JobId job) {
        fates.remove(job);
    }

    Optional<Fate> fate(JobId job) {
        int place = fates.find(job);
        return place == RecentAttempts.NONE ? Optional.empty() : Optional.of(at(place));
    }

    private Fate at(int place) {
        int attempt = fates.attempt(place);
        int note = fates.note(place);
        return note == OVER
                ? new Over(attempt)
                : new Won(attempt, fates.node(place), note == ARRIVED);
    }
}
