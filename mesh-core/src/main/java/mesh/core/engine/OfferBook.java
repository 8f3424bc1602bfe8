package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;

/// Which queued jobs are on offer. Jobs that need the same stand in one lane, oldest first, and of
/// each lane only so many are on offer at once: a backlog stays in the store instead of flooding
/// the auction, and a lane that no node can serve holds nobody else up. An offer is repeated until
/// it is awarded, so that it may be lost anywhere.
final class OfferBook {

    /// What makes two jobs alike for the auction.
    record Lane(String type, String needs, int priority) {
        static Lane of(JobSpec spec) {
            return new Lane(spec.type().name(), spec.needs().selector(), spec.priority());
        }
    }

    private static final class Line {
        final LinkedHashMap<JobId, OpenJob> waiting = new LinkedHashMap<>();

        /// In the order in which they were last offered.
        final LinkedHashMap<JobId, OpenJob> offered = new LinkedHashMap<>();
    }

    private final int atOnce;
    private final Map<Lane, Line> lines = new HashMap<>();
    private final Set<Lane> changed = new HashSet<>();

    OfferBook(int atOnce) {
        this.atOnce = atOnce;
    }

    /// A job that was admitted goes to the end of its lane.
    void add(OpenJob job) {
        line(job).waiting.putLast(job.id(), job);
    }

    /// A job that comes back goes to the head.
    void addAgain(OpenJob job) {
        line(job).waiting.putFirst(job.id(), job);
    }

    /// A job that is to be offered again when its turn to repeat comes, not at once.
    void addLater(OpenJob job, Instant now) {
        job.offeredAt = now;
        line(job).offered.putLast(job.id(), job);
    }

    private Line line(OpenJob job) {
        changed.add(job.lane);
        return lines.computeIfAbsent(job.lane, _ -> new Line());
    }

    void remove(OpenJob job) {
        Line line = lines.get(job.lane);
        if (line != null) {
            line.waiting.remove(job.id());
            line.offered.remove(job.id());
            if (line.waiting.isEmpty() && line.offered.isEmpty()) {
                lines.remove(job.lane);
            }
            changed.add(job.lane);
        }
    }

    /// Puts on offer what there is room for and returns it.
    List<OpenJob> fill(Instant now) {
        var filled = new ArrayList<OpenJob>();
        for (Lane lane : changed) {
            Line line = lines.get(lane);
            while (line != null && line.offered.size() < atOnce && !line.waiting.isEmpty()) {
                OpenJob job = line.waiting.pollFirstEntry().getValue();
                job.offeredAt = now;
                line.offered.putLast(job.id(), job);
                filled.add(job);
            }
        }
        changed.clear();
        return filled;
    }

    /// Returns what was offered so long ago that it is to be offered again.
    List<OpenJob> repeat(Instant now, Duration after) {
        var due = new ArrayList<OpenJob>();
        Instant before = now.minus(after);
        for (Line line : lines.values()) {
            while (!line.offered.isEmpty()
                    && !line.offered.firstEntry().getValue().offeredAt.isAfter(before)) {
                OpenJob job = line.offered.pollFirstEntry().getValue();
                job.offeredAt = now;
                line.offered.putLast(job.id(), job);
                due.add(job);
            }
        }
        return due;
    }
}
