package mesh.core.service;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import mesh.core.NodeView;
import mesh.core.Stats;
import mesh.core.engine.Turn;
import mesh.core.job.StateName;
import mesh.core.store.Writes;

/// The mesh in figures, kept up with every commit.
final class Tally {
    private final Map<StateName, AtomicLong> jobs = new ConcurrentHashMap<>();
    private final Map<String, Long> refused = new ConcurrentHashMap<>();
    private final RateMeter submitted = new RateMeter();
    private final RateMeter finished = new RateMeter();

    Tally() {
        Arrays.stream(StateName.values()).forEach(state -> jobs.put(state, new AtomicLong()));
    }

    /// Begins with what the store holds.
    void begin(Map<StateName, Long> counts) {
        jobs.forEach((state, count) -> count.set(counts.getOrDefault(state, 0L)));
    }

    void count(Writes committed) {
        Turn turn = committed.turn();
        long second = turn.now().getEpochSecond();
        long ended = 0;
        for (Turn.Happening happening : turn.happenings()) {
            StateName after = happening.after().name();
            if (happening.before() != null) {
                jobs.get(happening.before()).decrementAndGet();
            }
            jobs.get(after).incrementAndGet();
            ended += after.terminal() ? 1 : 0;
        }
        turn.refused().forEach(refusal -> refuse(refusal.reason().wireName(), refusal.times()));
        if (!committed.quarantined().isEmpty()) {
            refuse("quarantined", committed.quarantined().size());
        }
        submitted.count(second, committed.admitted().size());
        finished.count(second, ended);
    }

    /// How many jobs have ended and are kept.
    long ended() {
        long ended = 0;
        for (StateName state : StateName.values()) {
            ended += state.terminal() ? jobs.get(state).get() : 0;
        }
        return ended;
    }

    /// Jobs that are not kept any longer are not counted any longer.
    void pruned(Map<StateName, Long> gone) {
        gone.forEach((state, count) -> jobs.get(state).addAndGet(-count));
    }

    private void refuse(String reason, long n) {
        refused.merge(reason, n, Long::sum);
    }

    /// @param dead null where it is not known
    Stats stats(Collection<NodeView> nodes, Instant now, Long dead) {
        var jobCounts = new LinkedHashMap<String, Long>();
        for (StateName state : StateName.values()) {
            jobCounts.put(state.wireName(), jobs.get(state).get());
        }
        var nodeCounts = new LinkedHashMap<String, Long>();
        for (NodeView.State state : NodeView.State.values()) {
            long count = nodes.stream().filter(node -> node.state() == state).count();
            nodeCounts.put(state.name().toLowerCase(Locale.ROOT), count);
        }
        var rates = new LinkedHashMap<String, Double>();
        rates.put("submitted", submitted.perSecond(now.getEpochSecond()));
        rates.put("finished", finished.perSecond(now.getEpochSecond()));
        return new Stats(jobCounts, nodeCounts, new TreeMap<>(refused), rates, dead);
    }
}
