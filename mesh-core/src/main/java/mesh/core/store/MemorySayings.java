package mesh.core.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.core.JobView;
import mesh.core.PartialView;
import mesh.core.ProgressView;
import mesh.core.RefusalView;
import mesh.core.engine.Turn;
import mesh.protocol.JobId;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Progress;

/// What attempts said of their work, and what was refused, in memory; the twin of {@link Sayings}.
final class MemorySayings {

    private record Saved(int attempt, Checkpoint checkpoint) {}

    private final Map<JobId, ProgressView> progress = new HashMap<>();
    private final Map<JobId, TreeMap<Integer, PartialView>> partials = new HashMap<>();
    private final Map<JobId, Saved> checkpoints = new HashMap<>();
    private final Map<JobId, TreeMap<String, RefusalView>> refusals = new HashMap<>();

    void keep(Turn turn, Map<JobId, JobView> jobs) {
        for (Progress said : turn.said()) {
            JobView job = jobs.get(said.job());
            if (job != null && job.attempt() == said.attempt() && said.node().equals(job.node())) {
                keep(said, job, turn);
            }
        }
        turn.happenings().stream()
                .filter(happening -> happening.after().name().terminal())
                .forEach(ended -> checkpoints.remove(ended.job()));
        turn.refused().stream()
                .filter(refused -> jobs.containsKey(refused.attempt().job()))
                .forEach(refused -> keep(refused, turn));
    }

    private void keep(Progress said, JobView job, Turn turn) {
        switch (said.kind()) {
            case STARTED -> {}
            case PROGRESS ->
                    progress.put(
                            said.job(),
                            new ProgressView(said.fraction(), said.message(), turn.now()));
            case PARTIAL -> {
                var view =
                        new PartialView(
                                said.partial().number(),
                                said.attempt(),
                                said.node(),
                                turn.now(),
                                said.partial().value());
                partials.computeIfAbsent(said.job(), _ -> new TreeMap<>())
                        .merge(
                                view.number(),
                                view,
                                (before, now) -> now.attempt() > before.attempt() ? now : before);
            }
            case CHECKPOINT -> {
                if (!job.state().terminal()) {
                    checkpoints.merge(
                            said.job(),
                            new Saved(said.attempt(), said.checkpoint()),
                            MemorySayings::later);
                }
            }
        }
    }

    private static Saved later(Saved before, Saved now) {
        boolean newer =
                now.attempt() > before.attempt()
                        || now.attempt() == before.attempt()
                                && now.checkpoint().number() > before.checkpoint().number();
        return newer ? now : before;
    }

    private void keep(Turn.Refused refused, Turn turn) {
        refusals.computeIfAbsent(refused.attempt().job(), _ -> new TreeMap<>())
                .compute(
                        refused.reason().wireName(),
                        (reason, before) ->
                                new RefusalView(
                                        reason,
                                        refused.times() + (before == null ? 0 : before.times()),
                                        refused.attempt().attempt(),
                                        refused.node(),
                                        turn.now()));
    }

    void forget(JobId id) {
        progress.remove(id);
        partials.remove(id);
        checkpoints.remove(id);
        refusals.remove(id);
    }

    /// A job with what was said of it.
    JobView shown(JobView job) {
        Saved saved = checkpoints.get(job.id());
        return job.withSaid(
                progress.get(job.id()),
                partials.getOrDefault(job.id(), new TreeMap<>()).size(),
                saved == null ? 0 : saved.checkpoint().number());
    }

    List<PartialView> partials(JobId id, int after, int limit) {
        return partials.getOrDefault(id, new TreeMap<>()).tailMap(after, false).values().stream()
                .limit(limit)
                .toList();
    }

    Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        var found = new LinkedHashMap<JobId, Checkpoint>();
        for (JobId id : ids) {
            Saved saved = checkpoints.get(id);
            if (saved != null) {
                found.put(id, saved.checkpoint());
            }
        }
        return found;
    }

    List<RefusalView> refusals(JobId id) {
        return List.copyOf(refusals.getOrDefault(id, new TreeMap<>()).values());
    }
}
