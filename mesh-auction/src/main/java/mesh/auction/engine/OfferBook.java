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
    private final long mostText;
    private final Duration expiry;
    private final TreeSet<PendingOffer> byUrgency = new TreeSet<>();

    /// The one that was repeated longest ago first.
    private final LinkedHashMap<JobId, PendingOffer> byRepeat = new LinkedHashMap<>();

    private long text;

    OfferBook(Requirements requirements, MarketLimits limits) {
        this.requirements = requirements;
        this.most = limits.mostPending();
        this.mostText = limits.mostPendingText();
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
        Requirement requirement = requirements.of(offer);
        var pending = new PendingOffer(withSharedNeeds(offer, requirement), requirement, now);
        byRepeat.put(offer.job(), pending);
        byUrgency.add(pending);
        requirements.add(pending);
        text += pending.text();
        while (byRepeat.size() > most || text > mostText) {
            remove(byUrgency.last());
        }
    }

    /// The same offer with its requirement's own needs: parsed needs are large, and those of many
    /// offers are equal.
    private static Offer withSharedNeeds(Offer offer, Requirement requirement) {
        return new Offer(
                offer.job(),
                offer.attempt(),
                offer.type(),
                requirement.signature().needs(),
                offer.priority(),
                offer.deadline(),
                offer.avoid(),
                offer.payload(),
                offer.checkpoint());
    }

    /// The offer of a job that waits.
    Optional<PendingOffer> find(JobId job) {
        return Optional.ofNullable(byRepeat.get(job));
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
        text -= pending.text();
    }

    /// Takes out what was not repeated for long: the core has given it up.
    void expire(Instant now) {
        Instant last = now.minus(expiry);
        while (!byRepeat.isEmpty() && byRepeat.firstEntry().getValue().repeated().isBefore(last)) {
            remove(byRepeat.firstEntry().getValue());
        }
    }
}
