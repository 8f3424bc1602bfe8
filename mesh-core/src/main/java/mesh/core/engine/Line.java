package mesh.core.engine;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import mesh.protocol.JobId;
import mesh.protocol.message.NoAward;

/// The queued jobs of one lane that could be offered: those that wait for that, and those that are
/// on offer, each the oldest first.
final class Line {
    final Lane lane;
    final Window window;
    final SequencedMap<JobId, OpenJob> waiting = new LinkedHashMap<>();
    final SequencedMap<JobId, OpenJob> out = new LinkedHashMap<>();

    /// Where it waits to offer its next job; null where it has none to offer, or may not.
    Order in;

    /// How many open jobs there are of this lane, wherever they are.
    int open;

    /// What the auction said last of any of them; null where it said nothing, or awarded one since.
    NoAward word;

    Line(Lane lane, Window window) {
        this.lane = lane;
        this.window = window;
    }

    /// Whether its next job may be offered, as far as the lane goes. One of which the auction asked
    /// for the whole always may.
    boolean isReady() {
        return !waiting.isEmpty()
                && (out.size() < window.size() || waiting.firstEntry().getValue().called);
    }
}
