package mesh.lab.check;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mesh.protocol.Json;

/// What may become of a job.
///
/// @param ends the states that it may end in, by their wire names
/// @param result what it must give where it succeeds; empty where anything is right. It is compared
///     as text, so both sides are written by the same writer
/// @param time that it was given: it must not expire sooner
public record Expectation(Set<String> ends, Optional<Json> result, Duration time) {
    /// Whatever it ends as.
    public static final Expectation ANY = ends("succeeded", "failed", "expired", "cancelled");

    public Expectation {
        ends = Set.copyOf(ends);
    }

    /// It succeeds, with this result.
    public static Expectation result(Json result) {
        return new Expectation(Set.of("succeeded"), Optional.of(result), Duration.ZERO);
    }

    /// It ends in one of these states.
    public static Expectation ends(String... states) {
        return new Expectation(Set.of(states), Optional.empty(), Duration.ZERO);
    }

    /// The same, where it may also end in these states.
    public Expectation or(String... states) {
        var all = new HashSet<>(ends);
        all.addAll(Set.of(states));
        return new Expectation(all, result, time);
    }

    /// The same, where it may also expire, but not before this time is over.
    public Expectation orExpiredAfter(Duration given) {
        return new Expectation(or("expired").ends, result, given);
    }
}
