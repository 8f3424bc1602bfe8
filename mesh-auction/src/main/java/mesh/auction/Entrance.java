package mesh.auction;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.auction.engine.Plan;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Message;

/// The way in of one kind of record, which notices when an answer was lost.
///
/// The engine has decided before the broker commits. When the commit fails nothing was sent, and
/// the broker gives the same records again; the engine, to which its awards are made, would have
/// nothing left to say. So the last answer is kept, and given again when a record of the batch that
/// it answered returns: the same record, taken in by the broker at the same time, where a sender's
/// own repeat has a later time. An answer that was given once too often harms nobody: every
/// receiver knows a repeat by job and attempt.
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
        List<Message> decided = decide.apply(batch).messages();
        Set<Arrival> arrivals =
                batch.stream()
                        .map(
                                delivery ->
                                        new Arrival(
                                                identity.apply(delivery.message()), delivery.at()))
                        .collect(Collectors.toSet());
        if (arrivals.stream().anyMatch(answered::contains)) {
            var again = new LinkedHashSet<>(answer);
            again.addAll(decided);
            decided = List.copyOf(again);
        }
        answered = arrivals;
        answer = decided;
        return decided;
    }
}
