package mesh.protocol.message;

import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// The auction's word on an offer: the node that won it, or why no node did so far.
///
/// @param node the winner, or null where there is none yet
/// @param reason why there is none yet; null with a winner
public record Award(JobId job, int attempt, NodeId node, NoAward reason) implements Message {
    public Award {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        if ((node == null) == (reason == null)) {
            throw new IllegalArgumentException("an award has either `node` or `reason`");
        }
    }

    public static Award to(Offer offer, NodeId node) {
        return new Award(offer.job(), offer.attempt(), node, null);
    }

    public static Award none(Offer offer, NoAward reason) {
        return new Award(offer.job(), offer.attempt(), null, reason);
    }

    @Override
    public Address<Award> address() {
        return Address.AWARDS;
    }
}
