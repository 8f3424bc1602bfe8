package mesh.lab.check;

import java.util.Optional;
import java.util.Set;
import mesh.protocol.Json;

/// What may become of a job.
///
/// @param ends the states that it may end in, by their wire names
/// @param result what it must give where it succeeds; empty where anything is right. It is compared
///     as text, so both sides are written by the same writer
public record Expectation(Set<String> ends, Optional<Json> result) {
    /// Whatever it ends as.
    public static final Expectation ANY =
            new Expectation(
                    Set.of("succeeded", "failed", "expired", "cancelled"), Optional.empty());

    public Expectation {
        ends = Set.copyOf(ends);
    }

    /// It succeeds, with this result.
    public static Expectation result(Json result) {
        return new Expectation(Set.of("succeeded"), Optional.of(result));
    }

    /// It ends in one of these states.
    public static Expectation ends(String... states) {
        return new Expectation(Set.of(states), Optional.empty());
    }

    /// The same, where it may also end in these states.
    public Expectation or(String... states) {
        var all = new java.util.HashSet<>(ends);
        all.addAll(Set.of(states));
        return new Expectation(all, result);
    }
}
