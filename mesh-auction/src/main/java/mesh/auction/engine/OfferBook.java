package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import mesh.protocol.JobId;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;

/// The offers that wait, at most one a job: its newest attempt.
///
/// Those that no node can run are repeated seldom, and so kept longer; and of them the one that was
/// not repeated for longest goes first where there are too many, so that none that could run makes
/// room for one that cannot.
final class OfferBook {
    /// So many times as long an offer is kept that no node can run.
    static final int BLOCKED_LONGER = 20;

    private final Requirements requirements;
    private final Promises promises;
    private final int most;
    private final long mostText;
    private final Duration expiry;
    private final TreeSet<PendingOffer> byUrgency = new TreeSet<>();
    private final Map<JobId, PendingOffer> byJob = new LinkedHashMap<>();

    /// The one that was repeated longest ago first: those that no node can run, and the others.
    private final LinkedHashMap<JobId, PendingOffer> blocked = new LinkedHashMap<>();

    private final LinkedHashMap<JobId, PendingOffer> hopeful = new LinkedHashMap<>();
    private long text;

    OfferBook(Requirements requirements, Promises promises, MarketLimits limits) {
        this.requirements = requirements;
        this.promises = promises;
        this.most = limits.mostPending();
        this.mostText = limits.mostPendingText();
        this.expiry = limits.offerExpiry();
    }

    int size() {
        return byJob.size();
    }

    /// Takes in an offer. A repeat is noted as such, an older attempt ignored, a newer one takes
    /// the older one's place, and the whole that of its probe. Over the bound others go, or this.
    void add(Offer offer, Instant now) {
        PendingOffer known = byJob.get(offer.job());
        if (known == null) {
            keep(new PendingOffer(offer, requirements.of(offer), now), now);
        } else if (known.offer().attempt() < offer.attempt()) {
            remove(known);
            keep(new PendingOffer(offer, requirements.of(offer), now), now);
        } else if (known.offer().attempt() == offer.attempt()) {
            repeat(known, offer, now);
        }
        while (byJob.size() > most) {
            remove(blocked.isEmpty() ? byUrgency.last() : blocked.firstEntry().getValue());
        }
        while (text > mostText) {
            remove(byUrgency.last());
        }
    }

    private void repeat(PendingOffer known, Offer offer, Instant now) {
        boolean isWholeNow = known.offer().probe() && !offer.probe();
        if (isWholeNow) {
            remove(known);
            keep(known.as(offer), now);
        } else if (known.offer().rank() != offer.rank()) {
            // The core was started anew, and counts its ranks anew.
            remove(known);
            keep(known.as(known.offer().withRank(offer.rank())), now);
        } else {
            known.repeated(now);
            repeats(known).putLast(offer.job(), known);
        }
    }

    /// An offer is kept with its requirement's own needs: parsed needs are large, and those of many
    /// offers are equal.
    private void keep(PendingOffer asCame, Instant now) {
        Requirement requirement = asCame.requirement();
        var pending = asCame.as(asCame.offer().sharing(requirement.signature().needs()));
        pending.repeated(now);
        byJob.put(pending.offer().job(), pending);
        repeats(pending).putLast(pending.offer().job(), pending);
        byUrgency.add(pending);
        requirements.add(pending);
        text += pending.text();
    }

    private LinkedHashMap<JobId, PendingOffer> repeats(PendingOffer pending) {
        return pending.told() == NoAward.NO_CAPABLE_NODE ? blocked : hopeful;
    }

    /// The core is told why an offer waits.
    void told(PendingOffer pending, NoAward reason) {
        JobId job = pending.offer().job();
        repeats(pending).remove(job);
        pending.told(reason);
        repeats(pending).putLast(job, pending);
    }

    /// The offer of a job that waits.
    Optional<PendingOffer> find(JobId job) {
        return Optional.ofNullable(byJob.get(job));
    }

    /// Takes out the offer of this attempt of a job, or of one before it.
    ///
    /// @return the offer that waited no longer because of this
    Optional<Offer> close(JobId job, int attempt) {
        PendingOffer pending = byJob.get(job);
        if (pending == null || pending.offer().attempt() > attempt) {
            return Optional.empty();
        }
        remove(pending);
        return Optional.of(pending.offer());
    }

    void remove(PendingOffer pending) {
        pending.gone();
        promises.drop(pending);
        byJob.remove(pending.offer().job());
        repeats(pending).remove(pending.offer().job());
        byUrgency.remove(pending);
        requirements.remove(pending);
        text -= pending.text();
    }

    /// Takes out what was not repeated for long: the core has given it up.
    void expire(Instant now) {
        expire(hopeful, now.minus(expiry));
        expire(blocked, now.minus(expiry.multipliedBy(BLOCKED_LONGER)));
    }

    private void expire(LinkedHashMap<JobId, PendingOffer> some, Instant last) {
        while (!some.isEmpty() && some.firstEntry().getValue().repeated().isBefore(last)) {
            remove(some.firstEntry().getValue());
        }
    }
}
