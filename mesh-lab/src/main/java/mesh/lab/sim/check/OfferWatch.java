package mesh.lab.sim.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.core.job.StateName;
import mesh.lab.sim.time.Timeline;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;

/// Watches what the core sends: that it follows from its disk, and comes at a pace.
final class OfferWatch {
    /// An offer is repeated every five seconds; what it waits before it is sent may differ.
    private static final long SOONEST = 4 * Timeline.SECOND;

    private final Books books;
    private final Verdict verdict;
    private final Map<AttemptRef, Long> offered = new HashMap<>();
    private final Set<AttemptRef> called = new HashSet<>();
    private long restored;

    OfferWatch(Books books, Verdict verdict) {
        this.books = books;
        this.verdict = verdict;
    }

    /// The core reads its disk: it may offer everything at once, beside what it was to send before.
    void restored(long now) {
        restored = now;
        offered.clear();
    }

    /// An auction asks for the whole of an offer.
    void calls(AttemptRef attempt) {
        called.add(attempt);
    }

    void sends(List<? extends Message> messages, long now, Instant instant) {
        for (Message message : messages) {
            switch (message) {
                case Offer offer -> offers(offer, now, instant);
                case Control control when control.attempt() != null -> stops(control);
                default -> {}
            }
        }
    }

    private void offers(Offer offer, long now, Instant instant) {
        books.offers(offer.ref(), now);
        JobBook job = books.job(offer.job()).orElse(null);
        if (job == null || offer.attempt() > job.attempt + 1) {
            verdict.broken(
                    Invariant.COMMITTED_FIRST, "attempt %s is offered of %s", offer.ref(), job);
            return;
        }
        boolean waits = job.state == StateName.QUEUED && offer.attempt() == job.attempt + 1;
        if (waits && job.notBefore != null && instant.isBefore(job.notBefore)) {
            verdict.broken(
                    Invariant.NOT_BEFORE_ITS_TIME,
                    "%s is offered at %s, not to be before %s",
                    job,
                    instant,
                    job.notBefore);
        }
        Long last = offered.put(offer.ref(), now);
        boolean soon = last != null && now - last < SOONEST && now - restored > SOONEST;
        if (soon && (offer.probe() || !called.remove(offer.ref()))) {
            verdict.broken(
                    Invariant.OFFERED_AT_A_PACE,
                    "%s is offered again after %d ms",
                    offer.ref(),
                    (now - last) / Timeline.MILLI);
        }
    }

    private void stops(Control control) {
        if (books.job(control.attempt().job())
                .filter(job -> job.isHeldBy(control.node(), control.attempt().attempt()))
                .isPresent()) {
            verdict.broken(
                    Invariant.COMMITTED_FIRST,
                    "%s is told to stop %s, which it holds",
                    control.node(),
                    control.attempt());
        }
    }
}
