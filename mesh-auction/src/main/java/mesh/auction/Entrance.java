package mesh.auction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import mesh.auction.engine.Plan;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Message;

/// The way in of one kind of record, which notices when an answer was lost.
///
/// The engine has decided before the broker commits. When the commit fails nothing was sent, and
/// the broker gives the same records again; the engine, to which its awards are made, would have
/// nothing left to say. So the last answer is kept, and given again when a record of the batch that
/// it answered returns: the same record, taken in by the broker at the same time, where a sender's
/// own repeat has a later time. The engine is not asked about such a record a second time, so that
/// an answer does not grow while the broker refuses it. An answer that was given once too often
/// harms nobody: every receiver knows a repeat by job and attempt.
final class Entrance<M extends Message> {
    private final Function<M, Object> identity;
    private final Function<List<Delivery<M>>, Plan> decide;
    private Set<Arrival> answered = Set.of();
    private List<Message> answer = List.of();

    private record Arrival(Object identity, Instant at) {}

    /// @param identity what tells one record from another
    Entrance(Function<M, Object> identity, Function<List<Delivery<M>>, Plan> decide) {
        this.identity = identity;
        this.decide = decide;
    }

    synchronized List<Message> handle(List<Delivery<M>> batch) {
        var arrivals = new HashSet<Arrival>();
        var fresh = new ArrayList<Delivery<M>>();
        for (Delivery<M> delivery : batch) {
            var arrival = new Arrival(identity.apply(delivery.message()), delivery.at());
            arrivals.add(arrival);
            if (!answered.contains(arrival)) {
                fresh.add(delivery);
            }
        }
        var messages = new ArrayList<Message>(fresh.size() < batch.size() ? answer : List.of());
        if (!fresh.isEmpty()) {
            messages.addAll(decide.apply(fresh).messages());
        }
        answered = arrivals;
        answer = List.copyOf(messages);
        return answer;
    }
}
