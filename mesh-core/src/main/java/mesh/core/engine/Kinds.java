package mesh.core.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import mesh.core.job.JobSpec;

/// Of how many kinds the open jobs may be: each takes memory of its own, for its needs. Where there
/// are as many as may be, jobs of kinds that are there already are admitted as ever, and beyond
/// them some of kinds that a node can run, so that nobody who fills the mesh with what cannot run
/// keeps out what can.
public final class Kinds {
    /// The part of the bound that is kept for kinds that a node can run: one in so many.
    private static final int RESERVE = 16;

    /// For how many new kinds the nodes are asked between two ticks.
    static final int MOST_LOOKS = 50;

    private final Lines lines;
    private final int most;
    private final BiPredicate<JobSpec, Instant> canRun;
    private int looks;

    /// @param canRun whether a node can run such a job
    Kinds(Lines lines, int most, BiPredicate<JobSpec, Instant> canRun) {
        this.lines = lines;
        this.most = most;
        this.canRun = canRun;
    }

    /// How many there are.
    public int open() {
        return lines.inUse();
    }

    void tick() {
        looks = 0;
    }

    /// Whether there is room for so many, whatever they are.
    public boolean hasRoomFor(int more) {
        return lines.inUse() + more <= forAll();
    }

    /// Whether these may be admitted though there are very many.
    public boolean hasRoomFor(List<JobSpec> more, Instant now) {
        Set<Lane> fresh = new HashSet<>();
        for (JobSpec spec : more) {
            Lane lane = Lane.of(spec);
            if (!lines.knows(lane) && fresh.add(lane)) {
                int all = lines.inUse() + fresh.size();
                if (all > most
                        || all > forAll() && (looks++ >= MOST_LOOKS || !canRun.test(spec, now))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int forAll() {
        return most - most / RESERVE;
    }
}
