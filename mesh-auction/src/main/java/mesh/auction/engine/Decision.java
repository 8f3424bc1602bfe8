package mesh.auction.engine;

import java.util.List;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;

/// One word of the auction on one offer.
public sealed interface Decision {

    /// What is to be sent.
    List<Message> messages();

    /// This node runs it.
    ///
    /// @param reasons what each criterion made of the winner, the weightiest first
    record Awarded(Offer offer, NodeId node, List<Reason> reasons) implements Decision {
        @Override
        public List<Message> messages() {
            return List.of(Award.to(offer, node), Assignment.of(offer, node));
        }
    }

    /// This node runs it already, and the core seems not to know. The node does know: it is not
    /// told again.
    record Repeated(Offer offer, NodeId node) implements Decision {
        @Override
        public List<Message> messages() {
            return List.of(Award.to(offer, node));
        }
    }

    /// This node won it, the core seems not to know, and the node has not said that it has it: both
    /// words may be lost, and both are said again. A node knows a repeat by job and attempt.
    record Resent(Offer offer, NodeId node) implements Decision {
        @Override
        public List<Message> messages() {
            return List.of(Award.to(offer, node), Assignment.of(offer, node));
        }
    }

    /// No node runs it so far; the offer waits on.
    ///
    /// @param auction which start of an auction says so
    record Unawarded(Offer offer, NoAward reason, String auction) implements Decision {
        @Override
        public List<Message> messages() {
            return List.of(Award.none(offer, reason, auction));
        }
    }
}
