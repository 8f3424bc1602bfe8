package mesh.core.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mesh.core.EventView;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineSelection;
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;

/// Where the core keeps jobs, their events and what else outlives it. One thread writes; any thread
/// may read, and reads what was committed. Everything throws {@link StoreException} where the disk
/// does not do its part.
public interface Store extends AutoCloseable {
    /// Writes all of it or nothing. When this returns it is on the disk. Empty writes try the disk.
    void commit(Writes writes);

    /// Takes away some of the jobs that have ended and are not to be kept, those that ended first,
    /// with all that belongs to them; written by itself, and by the thread that writes.
    ///
    /// @param most how many jobs; fewer go where they are large
    Pruned prune(Retention.Cut cut, int most, Instant now);

    /// What these idempotency keys stand for; one that is unknown is left out. Asked by the thread
    /// that writes.
    Map<String, Remembered> remembered(List<String> keys);

    /// What one idempotency key stands for.
    default Optional<Remembered> remembered(String key) {
        return Optional.ofNullable(remembered(List.of(key)).get(key));
    }

    /// @param bodyHash of the request that made them
    record Remembered(String bodyHash, List<JobId> jobs) {}

    /// All events of those of these jobs that have ended; asked by the thread that writes. One that
    /// is open or unknown is left out.
    Map<JobId, List<JobEvent>> ended(List<JobId> ids);

    Optional<JobView> job(JobId id);

    /// Jobs, the newest first; a page may hold fewer than asked for where they are large.
    Page<JobView> jobs(JobQuery query);

    /// The payloads of these jobs; one that is unknown is left out.
    Map<JobId, Json> payloads(List<JobId> ids);

    List<EventView> events(JobId id);

    /// Partial results of a job, in order of their numbers.
    ///
    /// @param after only those with a greater number; 0 for all
    /// @param limit how many at the most
    List<PartialView> partials(JobId id, int after, int limit);

    /// The last checkpoints of these jobs; one that has none is left out.
    Map<JobId, Checkpoint> checkpoints(List<JobId> ids);

    /// How many jobs are in each state, of those that are kept. This and {@link #open} are what an
    /// engine begins with: when they are answered, nothing of this store is still being written.
    Map<StateName, Long> counts();

    /// Every job that has not ended, in the order of ids, with the state that its events fold to.
    ///
    /// @param unreadable is told of those that cannot be read: damaged, or of a version that took
    ///     what this one does not. No engine knows them, and they are open until they are ended
    void open(Consumer<OpenRow> each, Consumer<Unreadable> unreadable);

    /// The same, without those that cannot be read.
    default void open(Consumer<OpenRow> each) {
        open(each, _ -> {});
    }

    /// @param seq the place of its newest event
    record OpenRow(JobSpec spec, JobState.Open state, int seq) {}

    /// A job that has not ended and cannot be read.
    ///
    /// @param state as far as its row says it; null where it says none
    /// @param attempt the same
    /// @param seq the place of the newest event that can be read
    record Unreadable(JobId id, StateName state, int attempt, int seq, String reason) {}

    /// The nodes that were ever heard.
    ///
    /// @param unreadable is given what cannot be read, to be put aside; always under the same id
    void nodes(Consumer<NodeTable.Known> each, Consumer<QuarantineView> unreadable);

    /// The same, without what cannot be read.
    default List<NodeTable.Known> nodes() {
        var known = new ArrayList<NodeTable.Known>();
        nodes(known::add, _ -> {});
        return known;
    }

    /// Messages put aside and dead jobs, the newest first; a page may hold fewer than asked for
    /// where they are large. Its `next` is a {@link QuarantineQuery.Place}.
    Page<QuarantineView> quarantine(QuarantineQuery query);

    /// The ids of what a query finds, with no bodies read.
    QuarantineSelection selected(QuarantineQuery query);

    /// A message put aside, or a dead job by its own id.
    Optional<QuarantineView> quarantined(UUID id);

    /// Whether a job lies in quarantine; asked by the thread that writes.
    boolean isDead(JobId id);

    /// The job that was admitted in a dead one's place; empty where none was, or it is kept no
    /// more. Asked by the thread that writes.
    Optional<JobId> requeued(JobId dead);

    /// How many jobs are dead.
    long dead();

    /// How many bytes more it can take; {@link Long#MAX_VALUE} where it cannot know. Asked by the
    /// thread that writes.
    long room();

    @Override
    void close();
}
