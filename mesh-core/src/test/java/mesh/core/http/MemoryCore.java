package mesh.core.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
import mesh.core.Stats;
import mesh.core.Why;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;

/// A core in memory: it keeps jobs and their events and does nothing by itself; a test moves them.
final class MemoryCore extends EmptyQuarantine {
    private static final NodeId NODE = new NodeId("n1");
    private static final List<Why.NodeReason> LACKING =
            List.of(new Why.NodeReason(NODE, false, "lacks-capability", List.of("gpu >= 1")));
    private static final Why WHY =
            new Why(null, "no-capable-node", "no node can run it", "a node with gpu", LACKING);
    private final Random chance = new Random(7);
    private final Map<JobId, JobView> jobs = new TreeMap<>(Comparator.reverseOrder());
    private final Map<JobId, List<EventView>> events = new HashMap<>();
    private final Map<String, IdempotencyKey> keys = new HashMap<>();
    private final Map<String, List<JobId>> answers = new HashMap<>();
    private final List<Consumer<List<EventView>>> listeners = new CopyOnWriteArrayList<>();
    final Map<NodeId, NodeView> nodes = new ConcurrentHashMap<>();
    volatile OverloadedException overloaded;
    volatile RuntimeException broken;
    volatile String unready;
    volatile Runnable whileHistoryIsRead = () -> {};

    @Override
    public synchronized List<JobId> submit(List<NewJob> wanted, IdempotencyKey key) {
        if (overloaded != null) {
            throw overloaded;
        }
        if (key != null) {
            IdempotencyKey before = keys.putIfAbsent(key.key(), key);
            if (before != null && !before.equals(key)) {
                throw new IdempotencyConflictException(
                        "the key '" + key.key() + "' came with another body before");
            }
            if (before != null) {
                return answers.get(key.key());
            }
        }
        List<JobId> ids = wanted.stream().map(this::admit).toList();
        answers.put(key == null ? "" : key.key(), ids);
        return ids;
    }

    private JobId admit(NewJob job) {
        JobId id = JobId.make(Instant.now(), chance);
        jobs.put(id, Admitted.view(id, job));
        tell(id, "submitted", StateName.QUEUED);
        return id;
    }

    /// Moves a job on.
    synchronized void move(JobId id, String name, StateName state) {
        JobView job = jobs.get(id);
        jobs.put(
                id,
                new JobView(
                        id,
                        job.type(),
                        job.needs(),
                        job.payload(),
                        job.priority(),
                        job.labels(),
                        state,
                        1,
                        job.maxAttempts(),
                        NODE,
                        job.createdAt(),
                        job.createdAt(),
                        state.terminal() ? Instant.now() : null,
                        job.deadline(),
                        state == StateName.SUCCEEDED ? new Json("{\"ok\":true}") : null,
                        null,
                        job.runAt(),
                        job.progress(),
                        job.partials(),
                        job.checkpoint(),
                        job.refused(),
                        job.requeuedFrom(),
                        null));
        tell(id, name, state);
        notifyAll();
    }

    private void tell(JobId id, String name, StateName state) {
        List<EventView> list = events.computeIfAbsent(id, _ -> new ArrayList<>());
        var event =
                new EventView(
                        id,
                        list.size() + 1,
                        Instant.now(),
                        name,
                        state,
                        null,
                        null,
                        null,
                        null,
                        null);
        list.add(event);
        listeners.forEach(listener -> listener.accept(List.of(event)));
    }

    /// Says something of a job that is no event of its log.
    void say(JobId id, String name, int seq, StateName state) {
        var said = new EventView(id, seq, Instant.now(), name, state, 1, NODE, null, null, null);
        listeners.forEach(listener -> listener.accept(List.of(said)));
    }

    int followers() {
        return listeners.size();
    }

    @Override
    void read() {
        if (broken != null) {
            throw broken;
        }
    }

    synchronized void prune(JobId id) {
        jobs.remove(id);
    }

    @Override
    public synchronized Optional<JobView> job(JobId id) {
        read();
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized Optional<JobView> await(JobId id, Duration most) {
        read();
        long end = System.nanoTime() + most.toNanos();
        try {
            while (jobs.containsKey(id) && !jobs.get(id).state().terminal()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized Page<JobView> jobs(JobQuery query) {
        read();
        List<JobView> found =
                jobs.values().stream()
                        .filter(
                                job ->
                                        query.after() == null
                                                || job.id().compareTo(query.after()) < 0)
                        .filter(job -> query.state() == null || job.state() == query.state())
                        .filter(
                                job ->
                                        query.type() == null
                                                || job.type().name().equals(query.type()))
                        .filter(
                                job ->
                                        query.label() == null
                                                || job.labels().texts().contains(query.label()))
                        .limit(query.limit() + 1L)
                        .toList();
        boolean more = found.size() > query.limit();
        List<JobView> items = more ? found.subList(0, query.limit()) : found;
        return new Page<>(items, more ? items.getLast().id().toString() : null);
    }

    @Override
    public synchronized CancelAnswer cancel(JobId id) {
        JobView job = jobs.get(id);
        if (job == null) {
            return CancelAnswer.UNKNOWN;
        }
        if (job.state().terminal()) {
            return CancelAnswer.ENDED_ALREADY;
        }
        move(id, "cancelled", StateName.CANCELLED);
        return CancelAnswer.ACCEPTED;
    }

    @Override
    public Optional<List<EventView>> events(JobId id) {
        read();
        Optional<List<EventView>> history;
        synchronized (this) {
            history = Optional.ofNullable(events.get(id)).map(List::copyOf);
        }
        whileHistoryIsRead.run();
        return history;
    }

    @Override
    public synchronized Optional<Page<PartialView>> partials(JobId id, int after, int limit) {
        read();
        return Optional.ofNullable(jobs.get(id)).map(_ -> new Page<>(List.of(), null));
    }

    @Override
    public synchronized Optional<Why> why(JobId id) {
        read();
        return Optional.ofNullable(jobs.get(id)).map(_ -> WHY);
    }

    @Override
    public Why why(JobType type, Needs needs) {
        return WHY;
    }

    @Override
    public List<NodeView> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public Optional<NodeView> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public boolean drain(NodeId id) {
        return nodes.computeIfPresent(
                        id,
                        (_, node) ->
                                new NodeView(
                                        id,
                                        NodeView.State.DRAINING,
                                        node.capabilities(),
                                        node.slots(),
                                        node.busy(),
                                        node.lastSeen(),
                                        node.joinedAt(),
                                        node.version()))
                != null;
    }

    @Override
    public synchronized Stats stats() {
        var byState = new TreeMap<String, Long>();
        for (StateName state : StateName.values()) {
            byState.put(
                    state.wireName(),
                    jobs.values().stream().filter(job -> job.state() == state).count());
        }
        return new Stats(
                byState,
                Map.of("online", (long) nodes.size()),
                Map.of("late", 3L),
                Map.of("submitted", 1.5),
                0L);
    }

    @Override
    public AutoCloseable follow(Consumer<List<EventView>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<String> unready() {
        return Optional.ofNullable(unready);
    }
}
