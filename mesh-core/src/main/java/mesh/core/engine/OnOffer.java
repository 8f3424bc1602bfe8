package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import mesh.protocol.JobId;
import mesh.protocol.message.NoAward;

/// The jobs that are on offer, in the order in which they were last offered, and when each is to be
/// offered again: where the auction said nothing yet, each in its time, for the offer may be lost;
/// where it said nothing even so, or that there is no slot, or no node, only so many at a time,
/// those without a slot first. What waits in vain so costs little however much of it there is.
final class OnOffer {
    /// How many are repeated in one tick of those that find no slot, of those that no node can run,
    /// and of the latter while an auction that was started anew does not know them.
    static final int BUSY_A_TICK = 500;

    static final int BLOCKED_A_TICK = 25;
    static final int UNKNOWN_A_TICK = 500;

    /// How many starts of auctions are known: several may be there at once.
    private static final int MOST_AUCTIONS = 8;

    private final SequencedSet<String> auctions = new LinkedHashSet<>();
    private final SequencedMap<JobId, OpenJob> fresh = new LinkedHashMap<>();
    private final SequencedMap<JobId, OpenJob> busy = new LinkedHashMap<>();
    private final SequencedMap<JobId, OpenJob> blocked = new LinkedHashMap<>();

    /// Before this an auction was started that knows nothing of what was offered until then.
    private Instant auctionSince = Instant.MIN;

    private SequencedMap<JobId, OpenJob> place(OpenJob job) {
        return switch (job.told) {
            case NO_CAPABLE_NODE -> blocked;
            case NO_FREE_SLOT -> busy;
            case READY -> throw new IllegalStateException("what is ready is not on offer");
            case null -> job.quiet ? busy : fresh;
        };
    }

    /// A job is on offer since its {@link OpenJob#offeredAt}.
    void add(OpenJob job) {
        job.quiet = false;
        place(job).putLast(job.id(), job);
    }

    void remove(OpenJob job) {
        place(job).remove(job.id());
    }

    /// The auction said why it does not award it.
    void told(OpenJob job, NoAward reason) {
        remove(job);
        job.quiet = false;
        job.told = reason;
        place(job).putLast(job.id(), job);
    }

    /// This start of an auction said something.
    void heard(String auction, Instant now) {
        if (auctions.add(auction) && auctions.size() > 1) {
            auctionSince = now;
            if (auctions.size() > MOST_AUCTIONS) {
                auctions.removeFirst();
            }
        }
    }

    /// Which are to be offered again; they count as offered now.
    List<OpenJob> repeat(Instant now, Duration after) {
        var due = new ArrayList<OpenJob>();
        Instant before = now.minus(after);
        take(fresh, before, Integer.MAX_VALUE, now, due);
        take(busy, before, BUSY_A_TICK, now, due);
        boolean unknown = !blocked.isEmpty() && isUnknown(blocked.firstEntry().getValue());
        take(blocked, before, unknown ? UNKNOWN_A_TICK : BLOCKED_A_TICK, now, due);
        return due;
    }

    private boolean isUnknown(OpenJob job) {
        return job.offeredAt.isBefore(auctionSince);
    }

    private void take(
            SequencedMap<JobId, OpenJob> from,
            Instant before,
            int most,
            Instant now,
            List<OpenJob> due) {
        var taken = new ArrayList<OpenJob>();
        while (taken.size() < most
                && !from.isEmpty()
                && !from.firstEntry().getValue().offeredAt.isAfter(before)) {
            taken.add(from.pollFirstEntry().getValue());
        }
        for (OpenJob job : taken) {
            job.offeredAt = now;
            job.quiet = job.told == null;
            place(job).putLast(job.id(), job);
        }
        due.addAll(taken);
    }
}
