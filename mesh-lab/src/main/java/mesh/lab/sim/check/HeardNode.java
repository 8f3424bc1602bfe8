package mesh.lab.sim.check;

import java.time.Instant;

/// What the core was told of a node.
///
/// @param certain whether the core surely knows it
record HeardNode(
        String incarnation, long seq, Instant at, Instant since, Instant left, boolean certain) {

    HeardNode heardAt(Instant when) {
        return new HeardNode(incarnation, seq, when, since, left, certain);
    }

    HeardNode beginsAt(Instant when) {
        return new HeardNode(incarnation, seq, at, when, left, certain);
    }

    HeardNode with(Instant whenLeft, boolean isCertain) {
        return new HeardNode(incarnation, seq, at, since, whenLeft, isCertain);
    }
}
