package mesh.auction.engine;

import java.util.ArrayList;
import java.util.List;
import mesh.protocol.message.Message;

/// What the auction decided, for someone else to send.
///
/// @param cut whether there was more to award than one plan holds: ask again soon
public record Plan(List<Decision> decisions, boolean cut) {
    public static final Plan NOTHING = new Plan(List.of(), false);

    public Plan {
        decisions = List.copyOf(decisions);
    }

    /// This, and then what was decided after it.
    public Plan and(Plan next) {
        if (decisions.isEmpty() && !cut) {
            return next;
        }
        var both = new ArrayList<>(decisions);
        both.addAll(next.decisions);
        return new Plan(both, cut || next.cut);
    }

    /// What is to be sent, in the order of the decisions.
    public List<Message> messages() {
        if (decisions.isEmpty()) {
            return List.of();
        }
        return decisions.stream().flatMap(decision -> decision.messages().stream()).toList();
    }
}
