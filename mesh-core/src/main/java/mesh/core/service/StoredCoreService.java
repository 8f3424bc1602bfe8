package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mesh.core.CoreService;
import mesh.core.EventView;
import mesh.core.IdempotencyConflictException;
import mesh.core.IdempotencyKey;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.NewJob;
import mesh.core.NodeView;
import mesh.core.OverloadedException;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.Stats;
import mesh.core.Why;
import mesh.core.engine.CoreEngine;
import mesh.core.job.JobSpec;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.needs.Needs;

/// Answers clients: changes go through the loop, questions to the store and to what is known of the
/// nodes.
final class StoredCoreService implements CoreService {
    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final CoreLoop loop;
    private final Store store;
    private final NodeViews nodes;
    private final Tally tally;
    private final Feed feed;
    private final Waiters waiters;
    private final Link link;
    private final InstantSource clock;
    private final Supplier<RandomGenerator> chance;

    StoredCoreService(
            CoreLoop loop,
            Store store,
            NodeViews nodes,
            Tally tally,
            Feed feed,
            Waiters waiters,
            Link link,
            InstantSource clock,
            Supplier<RandomGenerator> chance) {
        this.loop = loop;
        this.store = store;
        this.nodes = nodes;
        this.tally = tally;
        this.feed = feed;
        this.waiters = waiters;
        this.link = link;
        this.clock = clock;
        this.chance = chance;
    }

    @Override
    public List<JobId> submit(List<NewJob> jobs, IdempotencyKey key) {
        return loop.perform((engine, writes) -> admit(jobs, key, engine, writes));
    }

    private List<JobId> admit(
            List<NewJob> jobs, IdempotencyKey key, CoreEngine engine, Writes writes) {
        if (key != null) {
            Optional<Store.Remembered> before = remembered(key, writes);
            if (before.isPresent()) {
                return repeated(key, before.get());
            }
        }
        if (!engine.hasRoomFor(jobs.size())) {
            throw new OverloadedException(
                    true,
                    "%d jobs are open, as many as may be".formatted(engine.openJobs()),
                    COME_AGAIN);
        }
        var ids = new ArrayList<JobId>(jobs.size());
        Instant now = writes.turn().now();
        for (NewJob job : jobs) {
            JobId id = JobId.make(now, chance.get());
            JobSpec spec = job.spec(id, now);
            writes.admitted()
                    .add(new Writes.Admitted(spec, job.payload(), job.labels(), now, null));
            engine.admit(spec, writes.turn());
            ids.add(id);
        }
        if (key != null) {
            writes.keys().add(new Writes.Key(key, ids));
        }
        return ids;
    }

    /// What a key stands for in the store, or in the turn that is not yet written.
    private Optional<Store.Remembered> remembered(IdempotencyKey key, Writes writes) {
        return writes.keys().stream()
                .filter(written -> written.key().key().equals(key.key()))
                .findFirst()
                .map(written -> new Store.Remembered(written.key().bodyHash(), written.jobs()))
                .or(() -> store.remembered(key.key()));
    }

    private static List<JobId> repeated(IdempotencyKey key, Store.Remembered before) {
        if (!before.bodyHash().equals(key.bodyHash())) {
            throw new IdempotencyConflictException(
                    "the Idempotency-Key '" + key.key() + "' came before with another body");
        }
        return before.jobs();
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
        return store.job(id);
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
        return store.job(id)
                .map(job -> Explainer.explain(job, store.events(id), nodes.all(), clock.instant()));
    }

    @Override
    public Why why(JobType type, Needs needs) {
        return Explainer.explain(null, type, needs, nodes.all());
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
        return tally.stats(nodes.all(), clock.instant());
    }

    @Override
    public AutoCloseable follow(Consumer<EventView> listener) {
        return feed.follow(listener);
    }

    @Override
    public List<QuarantineView> quarantine() {
        return store.quarantine(QuarantineQuery.NEWEST).items();
    }

    @Override
    public RequeueAnswer requeue(UUID id) {
        Optional<QuarantineView> found = store.quarantined(id);
        if (found.isEmpty()) {
            return new RequeueAnswer.Unknown();
        }
        Optional<Address<?>> address =
                Address.ALL.stream()
                        .filter(known -> known.name().equals(found.get().from()))
                        .findFirst();
        if (address.isEmpty()) {
            return new RequeueAnswer.StillUnreadable(
                    "it came from '" + found.get().from() + "', where nothing is read");
        }
        try {
            link.send(MessageBody.read(found.get().body(), address.get().type()));
        } catch (IllegalArgumentException unreadable) {
            return new RequeueAnswer.StillUnreadable(unreadable.getMessage());
        } catch (LinkException away) {
            throw new OverloadedException(false, away.getMessage(), COME_AGAIN);
        }
        forget(id);
        return new RequeueAnswer.Requeued();
    }

    @Override
    public boolean forget(UUID id) {
        return store.quarantined(id)
                .map(
                        view ->
                                loop.perform(
                                        (_, writes) ->
                                                view.job() == null
                                                        ? writes.forgotten().add(id)
                                                        : writes.dismissed().add(view.job())))
                .orElse(false);
    }

    @Override
    public Optional<String> unready() {
        return loop.broken();
    }
}
