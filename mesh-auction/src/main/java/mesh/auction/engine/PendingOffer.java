package mesh.auction.engine;

import java.time.Instant;
import java.util.Comparator;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;

/// An offer that waits for a node. Ordered by urgency: the higher priority first, of equals the
/// lower rank, of equals the older job.
final class PendingOffer implements Comparable<PendingOffer> {
    private static final Comparator<PendingOffer> URGENCY =
            Comparator.comparingInt((PendingOffer pending) -> -pending.offer.priority())
                    .thenComparingLong(pending -> pending.offer.rank())
                    .thenComparing(pending -> pending.offer.job());

    private final Offer offer;
    private final Requirement requirement;
    private final Instant since;
    private Instant repeated;
    private NoAward told;
    private boolean gone;
    private boolean parked;
    private int calls;

    PendingOffer(Offer offer, Requirement requirement, Instant since) {
        this.offer = offer;
        this.requirement = requirement;
        this.since = since;
        this.repeated = since;
    }

    /// The same offer, said otherwise: with the work, or with another rank. It has waited as long.
    PendingOffer as(Offer other) {
        var same = new PendingOffer(other, requirement, since);
        same.told = told;
        return same;
    }

    Offer offer() {
        return offer;
    }

    Requirement requirement() {
        return requirement;
    }

    /// How many characters its payload and its checkpoint have.
    int text() {
        int saved = offer.checkpoint() == null ? 0 : offer.checkpoint().value().text().length();
        return offer.payload().text().length() + saved;
    }

    /// When it came first.
    Instant since() {
        return since;
    }

    /// When it came last.
    Instant repeated() {
        return repeated;
    }

    void repeated(Instant now) {
        repeated = now;
    }

    /// What the core was last told of it; null for nothing yet.
    NoAward told() {
        return told;
    }

    void told(NoAward reason) {
        told = reason;
    }

    /// Whether it is a probe of which the whole was asked for.
    boolean isParked() {
        return parked;
    }

    void parked(boolean is) {
        parked = is;
        if (is) {
            calls++;
        }
    }

    /// How often the whole was asked for.
    int calls() {
        return calls;
    }

    /// Whether it waits no more.
    boolean isGone() {
        return gone;
    }

    void gone() {
        gone = true;
    }

    @Override
    public int compareTo(PendingOffer other) {
        return URGENCY.compare(this, other);
    }
}
