package mesh.protocol.message;

import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// The auction's word on an offer: the node that won it, or why no node did so far.
///
/// @param node the winner, or null where there is none yet
/// @param reason why there is none yet; null with a winner
/// @param auction which start of an auction says so, where there is a reason: by a name that was
///     not heard before the core knows that an auction was started anew and knows no offer; null
///     where it is not said
public record Award(JobId job, int attempt, NodeId node, NoAward reason, String auction)
        implements Message {
    /// How long the name of an auction's start may be, in characters.
    public static final int MOST_NAME = 64;

    public Award {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        if ((node == null) == (reason == null)) {
            throw new IllegalArgumentException("an award has either `node` or `reason`");
        }
        if (auction != null && auction.length() > MOST_NAME) {
            throw new IllegalArgumentException(
                    "`auction` has at most %d characters, was %d"
                            .formatted(MOST_NAME, auction.length()));
        }
    }

    public Award(JobId job, int attempt, NodeId node, NoAward reason) {
        this(job, attempt, node, reason, null);
    }

    public static Award to(Offer offer, NodeId node) {
        return new Award(offer.job(), offer.attempt(), node, null);
    }

    /// @param auction which start of an auction says so
    public static Award none(Offer offer, NoAward reason, String auction) {
        return new Award(offer.job(), offer.attempt(), null, reason, auction);
    }

    @Override
    public Address<Award> address() {
        return Address.AWARDS;
    }
}
