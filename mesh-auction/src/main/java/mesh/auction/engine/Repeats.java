package mesh.auction.engine;

import java.time.Instant;
import java.util.Optional;
import mesh.auction.engine.Decision.Repeated;
import mesh.auction.engine.Decision.Resent;
import mesh.auction.engine.Decision.Unawarded;
import mesh.auction.engine.Fate.Won;
import mesh.auction.registry.NodeRegistry;
import mesh.auction.registry.NodeState;
import mesh.protocol.NodeId;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;

/// What is answered to the repeats of awarded offers that come in one batch.
///
/// The core repeats an offer because no award reached it. The assignment may have gone the same
/// way, for instance when the broker gave up the batch whose answer carried both. So until its node
/// has named the attempt, the assignment goes with the award again, though only to a node that is
/// online and, where the award counts no more, has a slot for it. Where the repeat is a probe the
/// core is asked for the whole first.
final class Repeats {
    private final NodeRegistry registry;
    private final AwardBook awards;
    private final MarketLimits limits;
    private final String auction;
    private final Instant now;
    private int resent;
    private long text;

    Repeats(
            NodeRegistry registry,
            AwardBook awards,
            MarketLimits limits,
            String auction,
            Instant now) {
        this.registry = registry;
        this.awards = awards;
        this.limits = limits;
        this.auction = auction;
        this.now = now;
    }

    /// The answer to one of them; none over the bounds of a plan, for the core will ask again.
    Optional<Decision> answer(Offer offer, Won won) {
        boolean counts = awards.isOpen(offer.ref());
        if (won.arrived() || !isOnline(won.node()) || !counts && !hasSlot(won.node())) {
            return Optional.of(new Repeated(offer, won.node()));
        }
        if (offer.probe()) {
            // An assignment carries the work, which a probe does not.
            return Optional.of(new Unawarded(offer, NoAward.READY, auction));
        }
        text += offer.payload().text().length();
        if (resent == limits.mostAwards() || resent > 0 && text > limits.mostAwardText()) {
            return Optional.empty();
        }
        resent++;
        if (!counts) {
            awards.award(offer.ref(), won.node(), offer.type(), now);
        }
        return Optional.of(new Resent(offer, won.node()));
    }

    private boolean isOnline(NodeId node) {
        return registry.state(node, now) == NodeState.ONLINE;
    }

    private boolean hasSlot(NodeId node) {
        return registry.find(node)
                .filter(known -> awards.open(node) < known.heartbeat().slots())
                .isPresent();
    }
}
