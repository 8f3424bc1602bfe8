package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeSet;
import mesh.protocol.JobId;
import mesh.protocol.message.Offer;

/// The offers that wait, at most one a job: its newest attempt.
final class OfferBook {
    private final Requirements requirements;
    private final int most;
    private final Duration expiry;
    private final TreeSet<PendingOffer> byUrgency = new TreeSet<>();

    /// The one that was repeated longest ago first.
    private final LinkedHashMap<JobId, PendingOffer> byRepeat = new LinkedHashMap<>();

    OfferBook(Requirements requirements, MarketLimits limits) {
        this.requirements = requirements;
        this.most = limits.mostPending();
        this.expiry = limits.offerExpiry();
    }

    int size() {
        return byRepeat.size();
    }

    /// Takes in an offer. A repeat is noted as such, an older attempt ignored, a newer one takes
    /// the older one's place. Over the bound the least urgent goes, which may be this one.
    void add(Offer offer, Instant now) {
        PendingOffer known = byRepeat.get(offer.job());
        if (known != null && known.offer().attempt() > offer.attempt()) {
            return;
        }
        if (known != null && known.offer().attempt() == offer.attempt()) {
            known.repeated(now);
            byRepeat.putLast(offer.job(), known);
            return;
        }
        if (known != null) {
            remove(known);
        }
        var pending = new PendingOffer(offer, requirements.of(offer), now);
        byRepeat.put(offer.job(), pending);
        byUrgency.add(pending);
        requirements.add(pending);
        if (byRepeat.size() > most) {
            remove(byUrgency.last());
        }
    }

    /// Takes out the offer of this attempt of a job, or of one before it.
    ///
    /// @return the offer that waited no longer because of this
    Optional<Offer> close(JobId job, int attempt) {
        PendingOffer pending = byRepeat.get(job);
        if (pending == null || pending.offer().attempt() > attempt) {
            return Optional.empty();
        }
        remove(pending);
        return Optional.of(pending.offer());
    }

    void remove(PendingOffer pending) {
        pending.gone();
        byRepeat.remove(pending.offer().job());
        byUrgency.remove(pending);
        requirements.remove(pending);
    }

    /// Takes out what was not repeated for long: the core has given it up.
    void expire(Instant now) {
        Instant last = now.minus(expiry);
        while (!byRepeat.isEmpty() && byRepeat.firstEntry().getValue().repeated().isBefore(last)) {
            remove(byRepeat.firstEntry().getValue());
        }
    }
}
