package mesh.auction;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import mesh.auction.engine.Plan;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Message;

/// Sends what the passing of time allows.
///
/// A tick's answer is sent in no transaction. When that fails, some of it may have arrived, so
/// nothing of it can be undone: it is sent whole again, before anything new is asked for, and
/// receivers know what they have. What waits to be sent is therefore never more than one plan.
final class Ticker {
    private static final Logger LOG = System.getLogger(Ticker.class.getName());

    private final AuctionService service;
    private final Link link;
    private List<Message> unsent = List.of();
    private boolean failing;

    Ticker(AuctionService service, Link link) {
        this.service = service;
        this.link = link;
    }

    /// Does one tick.
    ///
    /// @return whether there is more to do at once
    boolean step() {
        boolean cut = false;
        if (unsent.isEmpty()) {
            Plan plan = service.tick();
            unsent = plan.messages();
            cut = plan.cut();
        } else {
            cut = true;
        }
        return send() && cut;
    }

    /// Whether nothing waits that time could change.
    boolean isIdle() {
        return unsent.isEmpty() && service.pending() == 0;
    }

    private boolean send() {
        if (unsent.isEmpty()) {
            return true;
        }
        try {
            link.send(unsent);
            unsent = List.of();
            failing = false;
            return true;
        } catch (LinkException refused) {
            if (!failing) {
                LOG.log(
                        Level.WARNING,
                        "The broker does not take the auction's awards; they are sent again until it does: "
                                + refused.getMessage());
            }
            failing = true;
            return false;
        }
    }
}
