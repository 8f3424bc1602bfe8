package mesh.core.service;

import java.time.Instant;
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
import mesh.core.job.StateName;
import mesh.core.store.Pruned;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;

/// A store whose writes fail while a switch says so, as on a full disk.
public record FailingStore(Store real, Switch disk) implements Store {
    public static final class Switch {
        public volatile boolean failing;

        /// How often it was asked for jobs that have ended.
        public int asked;

        /// How often all open jobs were read.
        public int read;
        public volatile long room = Long.MAX_VALUE;
    }

    @Override
    public void commit(Writes writes) {
        if (disk.failing) {
            throw new StoreException("the disk is full", null);
        }
        real.commit(writes);
    }

    @Override
    public Pruned prune(Retention.Cut cut, int most, Instant now) {
        if (disk.failing) {
            throw new StoreException("the disk is full", null);
        }
        return real.prune(cut, most, now);
    }

    @Override
    public Map<String, Remembered> remembered(List<String> keys) {
        return real.remembered(keys);
    }

    @Override
    public Map<JobId, List<JobEvent>> ended(List<JobId> ids) {
        disk.asked++;
        return real.ended(ids);
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return real.job(id);
    }

    @Override
    public Page<JobView> jobs(JobQuery query) {
        return real.jobs(query);
    }

    @Override
    public Map<JobId, Json> payloads(List<JobId> ids) {
        return real.payloads(ids);
    }

    @Override
    public List<EventView> events(JobId id) {
        return real.events(id);
    }

    @Override
    public List<PartialView> partials(JobId id, int after, int limit) {
        return real.partials(id, after, limit);
    }

    @Override
    public Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        return real.checkpoints(ids);
    }

    @Override
    public Map<StateName, Long> counts() {
        return real.counts();
    }

    @Override
    public void open(Consumer<OpenRow> each, Consumer<Unreadable> unreadable) {
        disk.read++;
        real.open(each, unreadable);
    }

    @Override
    public void nodes(Consumer<NodeTable.Known> each, Consumer<QuarantineView> unreadable) {
        real.nodes(each, unreadable);
    }

    @Override
    public Page<QuarantineView> quarantine(QuarantineQuery query) {
        return real.quarantine(query);
    }

    @Override
    public QuarantineSelection selected(QuarantineQuery query) {
        return real.selected(query);
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        return real.quarantined(id);
    }

    @Override
    public boolean isDead(JobId id) {
        return real.isDead(id);
    }

    @Override
    public Optional<JobId> requeued(JobId dead) {
        return real.requeued(dead);
    }

    @Override
    public long dead() {
        return real.dead();
    }

    @Override
    public long room() {
        return disk.room;
    }

    @Override
    public void close() {
        real.close();
    }
}
