package mesh.lab.chaos.measure;

import java.util.ArrayList;
import java.util.List;

/// Recoveries from one kind of fault.
///
/// @param millis how long each took
/// @param not how many could not be measured: the same was killed again before, the job ended
///     before it was awarded again, or nothing came any more that would show it
public record Measured(List<Long> millis, int not) {
    static final Measured NONE = new Measured(List.of(), 0);
    static final Measured NOT = new Measured(List.of(), 1);

    public Measured {
        millis = List.copyOf(millis);
    }

    static Measured of(long millis) {
        return new Measured(List.of(millis), 0);
    }

    Measured and(Measured other) {
        var all = new ArrayList<>(millis);
        all.addAll(other.millis);
        return new Measured(all, not + other.not);
    }
}
