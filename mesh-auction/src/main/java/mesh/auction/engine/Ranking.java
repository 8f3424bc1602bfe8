package mesh.auction.engine;

import java.util.List;
import mesh.protocol.message.Offer;

/// Criteria in the order of their weight: the next one speaks only where all before it are equal.
public record Ranking(List<Criterion> criteria) {
    public Ranking {
        criteria = List.copyOf(criteria);
        if (criteria.isEmpty()) {
            throw new IllegalArgumentException("a ranking has at least one criterion");
        }
    }

    /// Not where it failed before, then where the load is least, then where it costs least, then by
    /// a fair lot.
    public static Ranking standard() {
        return new Ranking(
                List.of(new NotAgain(), new LeastLoad(), new LowestPrice(), new FairLot()));
    }

    /// Whether one node suits an offer better than another. What no criterion decides, the names
    /// do, so that the same facts always give the same winner.
    boolean prefers(Offer offer, Candidate one, Candidate other) {
        for (Criterion criterion : criteria) {
            int difference =
                    Double.compare(criterion.cost(offer, one), criterion.cost(offer, other));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return one.node().compareTo(other.node()) < 0;
    }

    List<Reason> reasons(Offer offer, Candidate winner) {
        return criteria.stream()
                .map(criterion -> new Reason(criterion.name(), criterion.cost(offer, winner)))
                .toList();
    }
}
