package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// Which queued jobs are on offer. Jobs that need the same stand in one lane, oldest first, and of
/// each lane only so many are on offer at once: a backlog stays in the store instead of flooding
/// the auction, and a lane that no node can serve holds nobody else up. An offer is repeated until
/// it is awarded, so that it may be lost anywhere; while other lanes wait for room in all, it goes
/// back to the head of its lane instead, and its lane behind them, so that each gets its turn.
final class OfferBook {

    /// What makes two jobs alike for the auction.
    record Lane(JobType type, Needs needs, int priority) {}

    private static final class Line {
        final Lane lane;
        final SequencedMap<JobId, OpenJob> waiting = new LinkedHashMap<>();
        int offered;

        Line(Lane lane) {
            this.lane = lane;
        }
    }

    private final CoreSettings settings;
    private final Map<Lane, Line> lines = new HashMap<>();
    private long sizeOnOffer;

    /// In the order in which they were last offered.
    private final SequencedMap<JobId, OpenJob> offered = new LinkedHashMap<>();

    /// The lanes that may have something to put on offer, the one that waits longest first.
    private final SequencedSet<Lane> ready = new LinkedHashSet<>();

    OfferBook(CoreSettings settings) {
        this.settings = settings;
    }

    /// The lane of a job: the very one in which others stand already, where there are such.
    Lane laneOf(JobSpec spec) {
        var lane = new Lane(spec.type(), spec.needs(), spec.priority());
        Line line = lines.get(lane);
        return line == null ? lane : line.lane;
    }

    /// How many lanes there are.
    int lanes() {
        return lines.size();
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
        offer(job, line(job), now);
    }

    private Line line(OpenJob job) {
        ready.add(job.lane);
        return lines.computeIfAbsent(job.lane, Line::new);
    }

    private void offer(OpenJob job, Line line, Instant now) {
        job.offeredAt = now;
        job.sizeOnOffer = job.size();
        offered.putLast(job.id(), job);
        line.offered++;
        sizeOnOffer += job.sizeOnOffer;
    }

    private void withdraw(OpenJob job, Line line) {
        line.offered--;
        sizeOnOffer -= job.sizeOnOffer;
    }

    void remove(OpenJob job) {
        Line line = lines.get(job.lane);
        if (line == null) {
            return;
        }
        line.waiting.remove(job.id());
        if (offered.remove(job.id()) != null) {
            withdraw(job, line);
        }
        ready.add(job.lane);
    }

    private boolean isFull() {
        return offered.size() >= settings.offersInAll() || sizeOnOffer >= settings.sizeOnOffer();
    }

    /// Puts on offer what there is room for and returns it.
    List<OpenJob> fill(Instant now) {
        var filled = new ArrayList<OpenJob>();
        while (!ready.isEmpty() && !isFull()) {
            Lane lane = ready.removeFirst();
            Line line = lines.get(lane);
            while (line.offered < settings.offersAtOnce() && !line.waiting.isEmpty() && !isFull()) {
                OpenJob job = line.waiting.pollFirstEntry().getValue();
                offer(job, line, now);
                filled.add(job);
            }
            if (line.offered < settings.offersAtOnce() && !line.waiting.isEmpty()) {
                ready.addLast(lane);
            } else if (line.offered == 0 && line.waiting.isEmpty()) {
                lines.remove(lane);
            }
        }
        return filled;
    }

    /// Returns what was offered so long ago that it is to be offered again.
    List<OpenJob> repeat(Instant now, Duration after) {
        var due = new ArrayList<OpenJob>();
        Instant before = now.minus(after);
        while (!offered.isEmpty() && !offered.firstEntry().getValue().offeredAt.isAfter(before)) {
            OpenJob job = offered.pollFirstEntry().getValue();
            withdraw(job, lines.get(job.lane));
            due.add(job);
        }
        if (due.isEmpty()) {
            return due;
        }
        boolean othersWait = isCrowded(due);
        for (OpenJob job : othersWait ? due.reversed() : due) {
            Line line = lines.get(job.lane);
            if (othersWait) {
                line.waiting.putFirst(job.id(), job);
                ready.addLast(job.lane);
            } else {
                offer(job, line, now);
            }
        }
        return othersWait ? List.of() : due;
    }

    /// Whether, with these on offer again, there would be no room left for a lane that waits.
    private boolean isCrowded(List<OpenJob> due) {
        long size = sizeOnOffer + due.stream().mapToLong(OpenJob::size).sum();
        return (offered.size() + due.size() >= settings.offersInAll()
                        || size >= settings.sizeOnOffer())
                && ready.stream().anyMatch(lane -> !lines.get(lane).waiting.isEmpty());
    }
}
