package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import mesh.protocol.message.NoAward;

/// How many jobs of a lane may be on offer at once: as many as the auction has use for.
///
/// It opens with each award by one, so that it doubles while awards come (slow start, as in TCP:
/// RFC 5681). Where the auction says that offers find no slot, it is narrow: as many as were
/// awarded in the last moment, for so many may be awarded in the next, and one at least. It is wide
/// again when an offer was awarded before the auction had anything to say of it.
final class Window {
    /// Over how long awards are counted. Longer than the auction waits before it says that an offer
    /// finds no slot.
    static final Duration MOMENT = Duration.ofSeconds(2);

    private final int most;
    private int size;
    private boolean narrow;
    private boolean proven;
    private Instant since = Instant.EPOCH;
    private int awards;
    private int awardsBefore;

    /// @param first how many are offered before anything is known, from 1
    Window(int first, int most) {
        this.size = Math.min(first, most);
        this.most = most;
    }

    int size() {
        return size;
    }

    /// Whether the auction said lately that an offer finds no slot.
    boolean isNarrow() {
        return narrow;
    }

    /// Whether a job was awarded, and no word came since that no node can run it.
    boolean isProven() {
        return proven;
    }

    /// Whether jobs were awarded lately, and none was said to find no node since.
    boolean isServed() {
        return proven && (awards > 0 || awardsBefore > 0);
    }

    /// A job was awarded.
    ///
    /// @param atOnce whether the auction had said nothing of it before
    void awarded(boolean atOnce, Instant now) {
        proven = true;
        count(now);
        awards++;
        if (atOnce) {
            narrow = false;
        }
        size = narrow ? lately() : Math.min(size + 1, most);
    }

    /// An offer finds no slot.
    void blocked(NoAward reason, Instant now) {
        count(now);
        narrow = true;
        if (reason == NoAward.NO_CAPABLE_NODE) {
            proven = false;
            size = 1;
        } else {
            size = lately();
        }
    }

    private int lately() {
        return Math.clamp(Math.max(awards, awardsBefore), 1, most);
    }

    private void count(Instant now) {
        if (!now.isBefore(since.plus(MOMENT))) {
            boolean follows = now.isBefore(since.plus(MOMENT.multipliedBy(2)));
            awardsBefore = follows ? awards : 0;
            awards = 0;
            since = now;
        }
    }
}
