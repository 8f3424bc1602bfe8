package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import mesh.protocol.JobId;
import mesh.protocol.message.Offer;

/// Offers that contradict what is remembered here: of an attempt that is over, or of one before the
/// newest that was awarded.
///
/// Mostly such an offer was on its way while the core was told better, and the next is not made. A
/// core that goes on repeating it does not know that attempt: its store is older than this memory,
/// as after the restore of a backup, or it refused what was believed here. Its word wins then.
final class Contradictions {
    /// How long the core must repeat the offer. Longer than a lease, so that whatever was on its
    /// way has been read or given up.
    static final Duration LASTING = Duration.ofSeconds(30);

    /// A pause between two repeats after which it begins anew: the core was away, and may not have
    /// read yet what it missed.
    static final Duration PAUSE = Duration.ofSeconds(20);

    /// Of how many jobs this is remembered; the one that was repeated longest ago goes first.
    static final int MOST = 10_000;

    private record Repeating(int attempt, Instant since, Instant last) {}

    private final LinkedHashMap<JobId, Repeating> byJob = new LinkedHashMap<>();

    /// Notes such an offer.
    ///
    /// @return whether the core has repeated it for so long that it is to be believed
    boolean insists(Offer offer, Instant now) {
        Repeating before = byJob.remove(offer.job());
        boolean goesOn =
                before != null
                        && before.attempt() == offer.attempt()
                        && before.last().plus(PAUSE).isAfter(now);
        Instant since = goesOn ? before.since() : now;
        if (!since.plus(LASTING).isAfter(now)) {
            return true;
        }
        byJob.putLast(offer.job(), new Repeating(offer.attempt(), since, now));
        if (byJob.size() > MOST) {
            byJob.pollFirstEntry();
        }
        return false;
    }
}
