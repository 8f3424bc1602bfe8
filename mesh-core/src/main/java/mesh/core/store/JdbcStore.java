package mesh.core.store;

import java.sql.SQLException;
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
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;

/// The store in a database: one connection writes, a few read.
final class JdbcStore implements Store {
    private static final long UNKNOWN = -1;

    private final Database database;
    private final JobReads jobs;
    private final QuarantineReads quarantine;
    private final Queries queries;

    /// Null after a failure, until it is needed again.
    private JdbcWriter writer;

    /// How many jobs are dead by what was committed; unknown while there is no writer.
    private volatile long dead = UNKNOWN;

    private JdbcStore(Database database) {
        this.database = database;
        this.queries = new Queries(database);
        this.jobs = new JobReads(queries);
        this.quarantine = new QuarantineReads(queries);
    }

    /// A store in this database, which is closed with it, or where opening it fails.
    static Store open(Database database) throws SQLException {
        try {
            var store = new JdbcStore(database);
            store.writer = JdbcWriter.on(database, database.open());
            return store;
        } catch (SQLException | RuntimeException | Error failed) {
            database.close();
            throw failed;
        }
    }

    /// What is done with the writer. It is of no more use after a failure.
    @FunctionalInterface
    private interface Work<T> {
        T with(JdbcWriter writer) throws SQLException;
    }

    private synchronized <T> T write(String what, Work<T> work) {
        try {
            if (writer == null) {
                writer = JdbcWriter.on(database, database.writing());
            }
            T done = work.with(writer);
            dead = writer.dead();
            return done;
        } catch (SQLException failed) {
            drop(failed);
            throw new StoreException(what + ": " + database.reason(failed), failed);
        } catch (RuntimeException | Error failed) {
            drop(failed);
            throw failed;
        }
    }

    private void drop(Throwable cause) {
        dead = UNKNOWN;
        if (writer != null) {
            try {
                writer.close();
            } catch (SQLException alsoFailed) {
                cause.addSuppressed(alsoFailed);
            }
            writer = null;
        }
    }

    @Override
    public void commit(Writes batch) {
        write(
                "the store cannot write",
                to -> {
                    to.commit(batch);
                    return null;
                });
    }

    @Override
    public Map<String, Remembered> remembered(List<String> keys) {
        return write("the store cannot read", from -> from.remembered(keys));
    }

    @Override
    public Map<JobId, List<JobEvent>> ended(List<JobId> ids) {
        return write("the store cannot read", from -> from.ended(ids));
    }

    @Override
    public Pruned prune(Retention.Cut cut, int most, Instant now) {
        return write("the store cannot prune", with -> with.prune(cut, most, now));
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return jobs.job(id);
    }

    @Override
    public Page<JobView> jobs(JobQuery query) {
        return jobs.page(query);
    }

    @Override
    public Map<JobId, Json> payloads(List<JobId> ids) {
        return jobs.payloads(ids);
    }

    @Override
    public List<PartialView> partials(JobId id, int after, int limit) {
        return jobs.partials(id, after, limit);
    }

    @Override
    public Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        return jobs.checkpoints(ids);
    }

    @Override
    public List<EventView> events(JobId id) {
        return jobs.events(id);
    }

    @Override
    public Map<StateName, Long> counts() {
        settle();
        return jobs.counts();
    }

    @Override
    public void open(Consumer<OpenRow> each, Consumer<Unreadable> unreadable) {
        settle();
        if (jobs.open(each, unreadable)) {
            write("the store cannot be mended", JdbcWriter::mendSpecs);
            jobs.mended(each, unreadable);
        }
    }

    /// Sees to it that nothing of ours is still being written. After a lost connection nobody knows
    /// whether the last commit came through; once there is a new writer it has, or never will.
    private void settle() {
        write("the store cannot be reached", _ -> null);
    }

    @Override
    public void nodes(Consumer<NodeTable.Known> each, Consumer<QuarantineView> unreadable) {
        queries.read(
                NodeRows.ALL,
                row -> {
                    NodeTable.Known known;
                    try {
                        known = Rows.known(row);
                    } catch (RuntimeException broken) {
                        unreadable.accept(Rows.unreadableNode(row, broken));
                        return true;
                    }
                    each.accept(known);
                    return true;
                });
    }

    @Override
    public Page<QuarantineView> quarantine(QuarantineQuery query) {
        return quarantine.page(query);
    }

    @Override
    public QuarantineSelection selected(QuarantineQuery query) {
        return quarantine.selected(query);
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        return quarantine.one(id);
    }

    @Override
    public boolean isDead(JobId id) {
        return write("the store cannot read", from -> from.isDead(id));
    }

    @Override
    public Optional<JobId> requeued(JobId dead) {
        return write("the store cannot read", from -> from.requeued(dead));
    }

    @Override
    public long dead() {
        long known = dead;
        return known == UNKNOWN ? quarantine.dead() : known;
    }

    @Override
    public long room() {
        return write("the store cannot be measured", JdbcWriter::room);
    }

    @Override
    public synchronized void close() {
        var failure = new StoreException("the store cannot be closed", null);
        drop(failure);
        database.close();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
