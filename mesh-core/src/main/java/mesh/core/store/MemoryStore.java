package mesh.core.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mesh.core.EventView;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineSelection;
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Checkpoint;

/// The store in memory: the twin of the real one, for tests and simulations. It keeps nothing
/// beyond its own life; {@link #close} leaves it readable, so that a core can be started on it
/// again.
public final class MemoryStore implements Store {
    private final TreeMap<JobId, JobView> jobs = new TreeMap<>();
    private final Map<JobId, JobSpec> specs = new HashMap<>();
    private final Map<JobId, List<EventView>> events = new HashMap<>();
    private final Map<String, Kept> keys = new HashMap<>();
    private final MemorySayings sayings = new MemorySayings();
    private final TreeMap<NodeId, NodeTable.Known> nodes = new TreeMap<>();
    private final MemoryQuarantine quarantine = new MemoryQuarantine();

    @Override
    public synchronized void commit(Writes writes) {
        for (Writes.Admitted admitted : writes.admitted()) {
            if (jobs.containsKey(admitted.spec().id())) {
                throw new StoreException("there is a job " + admitted.spec().id(), null);
            }
        }
        for (Writes.Key key : writes.keys()) {
            if (keys.containsKey(key.key().key())) {
                throw new StoreException("there is a key " + key.key().key(), null);
            }
        }
        writes.admitted().forEach(this::admit);
        writes.turn().happenings().forEach(this::happen);
        for (Writes.Key key : writes.keys()) {
            var remembered = new Remembered(key.key().bodyHash(), key.jobs());
            keys.put(key.key().key(), new Kept(remembered, writes.turn().now()));
        }
        sayings.keep(writes.turn(), jobs);
        writes.turn().forgotten().forEach(nodes::remove);
        writes.turn().nodes().forEach(this::put);
        quarantine.keep(writes, jobs);
    }

    @Override
    public synchronized Pruned prune(Retention.Cut cut, int most, Instant now) {
        List<JobView> ended =
                jobs.values().stream()
                        .filter(job -> job.state().terminal())
                        .sorted(Comparator.comparing(JobView::finishedAt))
                        .toList();
        var counts = new EnumMap<StateName, Long>(StateName.class);
        int place = 0;
        while (place < Math.min(most, ended.size())
                && cut.takes(place, ended.get(place).finishedAt())) {
            JobView job = ended.get(place++);
            jobs.remove(job.id());
            specs.remove(job.id());
            events.remove(job.id());
            sayings.forget(job.id());
            quarantine.forget(job);
            counts.merge(job.state(), 1L, Long::sum);
        }
        keys.values()
                .removeIf(
                        key ->
                                !now.isBefore(key.at().plus(Retention.KEY))
                                        && key.is().jobs().stream().noneMatch(jobs::containsKey));
        return new Pruned(counts, place == most);
    }

    /// An idempotency key and when it came.
    private record Kept(Remembered is, Instant at) {}

    private void admit(Writes.Admitted admitted) {
        JobSpec spec = admitted.spec();
        specs.put(spec.id(), spec);
        jobs.put(
                spec.id(),
                JobView.admitted(
                        spec,
                        admitted.payload(),
                        admitted.labels(),
                        admitted.at(),
                        admitted.requeuedFrom()));
    }

    private void happen(Turn.Happening happening) {
        EventView event = EventView.of(happening);
        events.computeIfAbsent(happening.job(), _ -> new ArrayList<>()).add(event);
        JobView before = jobs.get(happening.job());
        if (before == null || happening.event() instanceof JobEvent.Submitted) {
            return;
        }
        StateName after = happening.after().name();
        Instant started =
                happening.event() instanceof JobEvent.Started ? event.at() : before.startedAt();
        jobs.put(
                before.id(),
                new JobView(
                        before.id(),
                        before.type(),
                        before.needs(),
                        before.payload(),
                        before.priority(),
                        before.labels(),
                        after,
                        happening.after().attempt(),
                        before.maxAttempts(),
                        event.node() == null ? before.node() : event.node(),
                        before.createdAt(),
                        started,
                        after.terminal() ? event.at() : null,
                        before.deadline(),
                        happening.event() instanceof JobEvent.Succeeded succeeded
                                ? succeeded.result()
                                : null,
                        after.terminal() ? event.error() : null,
                        before.runAt(),
                        before.progress(),
                        before.partials(),
                        before.checkpoint(),
                        List.of(),
                        before.requeuedFrom(),
                        null));
    }

    @Override
    public synchronized Map<String, Remembered> remembered(List<String> names) {
        var found = new HashMap<String, Remembered>();
        for (String name : names) {
            if (keys.containsKey(name)) {
                found.put(name, keys.get(name).is());
            }
        }
        return found;
    }

    @Override
    public synchronized Map<JobId, List<JobEvent>> ended(List<JobId> ids) {
        var found = new LinkedHashMap<JobId, List<JobEvent>>();
        for (JobId id : ids) {
            JobView job = jobs.get(id);
            if (job != null && job.state().terminal()) {
                found.put(id, events(id).stream().map(Rows::fact).toList());
            }
        }
        return found;
    }

    @Override
    public synchronized Optional<JobView> job(JobId id) {
        return Optional.ofNullable(jobs.get(id))
                .map(job -> sayings.shown(job).withRefused(sayings.refusals(id)));
    }

    @Override
    public synchronized Page<JobView> jobs(JobQuery query) {
        Stream<JobView> newestFirst =
                (query.after() == null ? jobs : jobs.headMap(query.after(), false))
                        .descendingMap().values().stream();
        var page = new PageOfJobs(query.limit());
        var _ =
                newestFirst
                        .filter(job -> query.state() == null || job.state() == query.state())
                        .filter(
                                job ->
                                        query.type() == null
                                                || job.type().name().equals(query.type()))
                        .filter(
                                job ->
                                        query.label() == null
                                                || job.labels().texts().contains(query.label()))
                        .map(sayings::shown)
                        .allMatch(page::add);
        return page.page();
    }

    @Override
    public synchronized Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        for (JobId id : ids) {
            job(id).ifPresent(job -> payloads.put(id, job.payload()));
        }
        return payloads;
    }

    @Override
    public synchronized List<PartialView> partials(JobId id, int after, int limit) {
        return sayings.partials(id, after, limit);
    }

    @Override
    public synchronized Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        return sayings.checkpoints(ids);
    }

    @Override
    public synchronized List<EventView> events(JobId id) {
        return List.copyOf(events.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized Map<StateName, Long> counts() {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        jobs.values().forEach(job -> counts.merge(job.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public synchronized void open(Consumer<OpenRow> each, Consumer<Unreadable> none) {
        for (JobId id : List.copyOf(jobs.keySet())) {
            List<EventView> log = events(id);
            List<JobEvent> facts = log.stream().map(Rows::fact).toList();
            if (Lifecycle.fold(facts) instanceof JobState.Open state) {
                each.accept(new OpenRow(specs.get(id), state, log.getLast().seq()));
            }
        }
    }

    private void put(NodeTable.Known known) {
        nodes.put(
                known.heartbeat().node(),
                NodeTable.Known.restored(
                        known.heartbeat(), known.lastSeen(), known.joinedAt(), known.toDrain()));
    }

    @Override
    public synchronized void nodes(Consumer<NodeTable.Known> each, Consumer<QuarantineView> none) {
        List.copyOf(nodes.values()).forEach(each);
    }

    @Override
    public synchronized Page<QuarantineView> quarantine(QuarantineQuery query) {
        return quarantine.page(query);
    }

    @Override
    public synchronized QuarantineSelection selected(QuarantineQuery query) {
        return quarantine.selected(query);
    }

    @Override
    public synchronized Optional<QuarantineView> quarantined(UUID id) {
        return quarantine.one(id, jobs.get(new JobId(id)));
    }

    @Override
    public synchronized boolean isDead(JobId id) {
        return quarantine.isDead(jobs.get(id));
    }

    @Override
    public synchronized Optional<JobId> requeued(JobId dead) {
        return quarantine.requeued(dead);
    }

    @Override
    public synchronized long dead() {
        return quarantine.dead();
    }

    @Override
    public long room() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        // What it holds is the caller's to forget.
    }
}
