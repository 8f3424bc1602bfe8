package mesh.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;

/// What a client may ask of the core. Every call may be made from any thread; those that change
/// something return once the change is on disk.
public interface CoreService {

    /// Admits jobs, all or none.
    ///
    /// @param key a repeat with the same key and an equal body gets the same jobs; null for none
    /// @throws OverloadedException when too much is waiting, or the store cannot write
    /// @throws IdempotencyConflictException when the key came with another body before
    List<JobId> submit(List<NewJob> jobs, IdempotencyKey key);

    Optional<JobView> job(JobId id);

    /// The job as soon as it has ended, or as it is when the time is over.
    Optional<JobView> await(JobId id, Duration most);

    /// Jobs, the newest first; a page may hold fewer than asked for where they are large.
    Page<JobView> jobs(JobQuery query);

    /// @throws OverloadedException as for submit
    CancelAnswer cancel(JobId id);

    /// A job's events in order; empty where there is no such job.
    Optional<List<EventView>> events(JobId id);

    /// A job's partial results in order of their numbers; empty where there is no such job. A page
    /// may hold fewer than asked for where they are large.
    ///
    /// @param after only those with a greater number; 0 for all
    /// @param limit 1 to {@link Limits#PARTIALS}
    Optional<Page<PartialView>> partials(JobId id, int after, int limit);

    Optional<Why> why(JobId id);

    /// Why a job of this type with these needs would not run now.
    Why why(JobType type, Needs needs);

    List<NodeView> nodes();

    Optional<NodeView> node(NodeId id);

    /// Asks a node to take no further jobs; false where there is no such node.
    boolean drain(NodeId id);

    Stats stats();

    /// Calls with every event of every job from now on, those at once that were committed at once,
    /// in order of a job, on one thread at a time. A listener returns at once; it is dropped when
    /// it throws.
    AutoCloseable follow(Consumer<List<EventView>> listener);

    /// Messages put aside and dead jobs, the newest first; a page may hold fewer than asked for
    /// where they are large.
    Page<QuarantineView> quarantine(QuarantineQuery query);

    /// A message put aside, or a dead job by its own id.
    Optional<QuarantineView> quarantined(UUID id);

    /// Gives a message another try, or admits a new job in a dead one's place: what has ended stays
    /// so. A dead job is requeued once, however often it is asked for.
    ///
    /// @param key a repeat with the same key and an equal body gets the same job; null for none
    /// @throws OverloadedException as for submit
    /// @throws IdempotencyConflictException when the key came with another request before
    /// @throws IllegalArgumentException where this fix is none for it
    RequeueAnswer requeue(UUID id, Fix fix, IdempotencyKey key);

    /// Requeues many, each as above. What was done stays done where it stops on the way.
    ///
    /// @throws OverloadedException where nothing could be done
    QuarantineChoice.Outcome requeue(QuarantineChoice choice, Fix fix);

    /// Throws a message away, or takes a dead job off the list of the dead, where it stays what it
    /// is.
    ///
    /// @return false where there is no such thing in quarantine
    /// @throws OverloadedException as for submit
    boolean forget(UUID id);

    /// Forgets many.
    ///
    /// @throws OverloadedException where nothing could be done
    QuarantineChoice.Outcome forget(QuarantineChoice choice);

    /// Whether jobs can be admitted now, and if not why: for the readiness check.
    Optional<String> unready();

    /// What became of the wish to cancel.
    enum CancelAnswer {
        ACCEPTED,
        ENDED_ALREADY,
        UNKNOWN
    }

    /// What became of the wish to give something another try.
    sealed interface RequeueAnswer {
        /// The message is on its way again.
        record Sent() implements RequeueAnswer {}

        /// The job that takes the dead one's place.
        record Admitted(JobId job) implements RequeueAnswer {}

        record Unknown() implements RequeueAnswer {}

        /// @param job what was admitted in its place when it was requeued before
        record RequeuedBefore(JobId job) implements RequeueAnswer {}

        /// @param reason why it still cannot be read
        record StillUnreadable(String reason) implements RequeueAnswer {}
    }
}
