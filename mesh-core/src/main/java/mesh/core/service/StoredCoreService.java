package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mesh.core.CoreService;
import mesh.core.EventView;
import mesh.core.Fix;
import mesh.core.IdempotencyKey;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.NewJob;
import mesh.core.NodeView;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.Stats;
import mesh.core.Why;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.needs.Needs;

/// Answers clients: changes go through the loop, questions to the store and to what is known of the
/// nodes.
final class StoredCoreService implements CoreService {
    private final CoreLoop loop;
    private final Store store;
    private final NodeViews nodes;
    private final Tally tally;
    private final Feed feed;
    private final Waiters waiters;
    private final Hearing hearing;
    private final InstantSource clock;
    private final Admission admission;
    private final Requeuing requeuing;
    private final Forgetting forgetting;

    StoredCoreService(
            CoreLoop loop,
            Store store,
            NodeViews nodes,
            Tally tally,
            Feed feed,
            Waiters waiters,
            Link link,
            Hearing hearing,
            InstantSource clock,
            Supplier<RandomGenerator> chance) {
        this.loop = loop;
        this.store = store;
        this.nodes = nodes;
        this.tally = tally;
        this.feed = feed;
        this.waiters = waiters;
        this.hearing = hearing;
        this.clock = clock;
        this.admission = new Admission(store, chance);
        this.requeuing = new Requeuing(loop, store, link, clock, admission);
        this.forgetting = new Forgetting(loop, store);
    }

    @Override
    public List<JobId> submit(List<NewJob> jobs, IdempotencyKey key) {
        return admission
                .keys()
                .expecting(
                        key,
                        () ->
                                loop.perform(
                                        (engine, writes) ->
                                                admission.admit(jobs, key, engine, writes)));
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return store.job(id);
    }

    @Override
    public Optional<JobView> await(JobId id, Duration most) {
        Optional<JobView> job = store.job(id);
        if (job.isEmpty() || job.get().state().terminal() || most.isZero()) {
            return job;
        }
        waiters.await(
                id, most, () -> store.job(id).map(now -> now.state().terminal()).orElse(true));
        // Whoever is interrupted has nobody to tell it to.
        return Thread.currentThread().isInterrupted() ? job : store.job(id);
    }

    @Override
    public Page<JobView> jobs(JobQuery query) {
        return store.jobs(query);
    }

    @Override
    public CancelAnswer cancel(JobId id) {
        boolean cancelled =
                loop.perform((engine, writes) -> engine.cancel(id, writes.turn()).isEmpty());
        if (cancelled) {
            return CancelAnswer.ACCEPTED;
        }
        return store.job(id).isPresent() ? CancelAnswer.ENDED_ALREADY : CancelAnswer.UNKNOWN;
    }

    @Override
    public Optional<List<EventView>> events(JobId id) {
        return store.job(id).map(_ -> store.events(id));
    }

    @Override
    public Optional<Page<PartialView>> partials(JobId id, int after, int limit) {
        return store.job(id).map(_ -> PageOfPartials.read(store, id, after, limit));
    }

    @Override
    public Optional<Why> why(JobId id) {
        return store.job(id).map(this::why);
    }

    @Override
    public Why why(JobType type, Needs needs) {
        Instant now = clock.instant();
        return hearing.seen(Explainer.explain(null, type, needs, nodes.all()), now, now);
    }

    private Why why(JobView job) {
        List<EventView> log = store.events(job.id());
        Instant now = clock.instant();
        Why why = Explainer.explain(job, log, nodes.all(), now);
        EventView last = log.getLast();
        return hearing.seen(why, last.notBefore() == null ? last.at() : last.notBefore(), now);
    }

    @Override
    public List<NodeView> nodes() {
        return nodes.all();
    }

    @Override
    public Optional<NodeView> node(NodeId id) {
        return nodes.get(id);
    }

    @Override
    public boolean drain(NodeId id) {
        if (nodes.get(id).isEmpty()) {
            return false;
        }
        return loop.perform(
                (engine, writes) -> {
                    engine.drain(id, writes.turn());
                    return true;
                });
    }

    @Override
    public Stats stats() {
        return tally.stats(nodes.all(), clock.instant(), dead());
    }

    /// The other figures are there also where the store does not answer.
    private Long dead() {
        try {
            return store.dead();
        } catch (StoreException unanswered) {
            return null;
        }
    }

    @Override
    public AutoCloseable follow(Consumer<List<EventView>> listener) {
        return feed.follow(listener);
    }

    @Override
    public Page<QuarantineView> quarantine(QuarantineQuery query) {
        return store.quarantine(query);
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        return store.quarantined(id);
    }

    @Override
    public RequeueAnswer requeue(UUID id, Fix fix, IdempotencyKey key) {
        return requeuing.requeue(id, fix, key);
    }

    @Override
    public QuarantineChoice.Outcome requeue(QuarantineChoice choice, Fix fix) {
        return requeuing.requeue(choice, fix);
    }

    @Override
    public boolean forget(UUID id) {
        return forgetting.forget(id);
    }

    @Override
    public QuarantineChoice.Outcome forget(QuarantineChoice choice) {
        return forgetting.forget(choice);
    }

    @Override
    public Optional<String> unready() {
        return loop.broken();
    }
}
