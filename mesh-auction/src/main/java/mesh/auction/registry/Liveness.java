package mesh.auction.registry;

import java.time.Duration;

/// How silence is judged, and how many nodes are remembered.
///
/// @param suspectAfter silence after which a node gets nothing new; more than two heartbeats
/// @param offlineAfter silence after which a node is offline; more than `suspectAfter`
/// @param forgetAfter silence after which a node is forgotten; more than `offlineAfter`
/// @param mostNodes how many nodes are known at most; at least 1
public record Liveness(
        Duration suspectAfter, Duration offlineAfter, Duration forgetAfter, int mostNodes) {
    public Liveness {
        longer("suspectAfter", suspectAfter, "zero", Duration.ZERO);
        longer("offlineAfter", offlineAfter, "`suspectAfter`", suspectAfter);
        longer("forgetAfter", forgetAfter, "`offlineAfter`", offlineAfter);
        if (mostNodes < 1) {
            throw new IllegalArgumentException("`mostNodes` must be at least 1, was " + mostNodes);
        }
    }

    private static void longer(String field, Duration value, String than, Duration bound) {
        if (value.compareTo(bound) <= 0) {
            throw new IllegalArgumentException(
                    "`%s` must be longer than %s (%s), was %s"
                            .formatted(field, than, bound, value));
        }
    }
}
