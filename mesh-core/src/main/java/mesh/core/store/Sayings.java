package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.core.engine.Turn;
import mesh.protocol.JobId;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;

/// Writes what attempts say of their work, and what was refused, beside the jobs' events. What an
/// attempt says is kept only where the job's last attempt, on that node, is still this one: it may
/// be read after the settlement that it was sent before.
final class Sayings {
    private static final String OF_THIS_ATTEMPT =
            " WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ? AND attempt = ? AND node = ?";

    private final Batch progress;
    private final Batch partial;
    private final Batch checkpoint;
    private final Batch refusal;
    private final Batch spent;

    /// The jobs that have a checkpoint: most have none, and to look for one at the end of each job
    /// would cost a tenth of what a job costs. They are open, so that there are no more of them
    /// than of open jobs. After a commit that failed there is another writer, which reads again
    /// what is there.
    private final Set<JobId> saved = new HashSet<>();

    /// The jobs that a checkpoint came for in this commit, in order.
    private final List<JobId> saving = new ArrayList<>();

    /// The jobs that had one and ended in this commit.
    private final List<JobId> over = new ArrayList<>();

    Sayings(JdbcWriter writer) throws SQLException {
        progress =
                writer.batch(
                        "UPDATE jobs SET progress = ?, progress_message = ?, progress_at = ?"
                                + " WHERE id = ? AND attempt = ? AND node = ?");
        partial =
                writer.batch(
                        "INSERT INTO partials (job, number, attempt, node, at, value)"
                                + " SELECT ?, ?, ?, ?, ?, ?"
                                + OF_THIS_ATTEMPT
                                + ") ON CONFLICT (job, number) DO UPDATE SET"
                                + " attempt = excluded.attempt, node = excluded.node,"
                                + " at = excluded.at, value = excluded.value"
                                + " WHERE excluded.attempt > partials.attempt");
        checkpoint =
                writer.batch(
                        "INSERT INTO checkpoints (job, number, attempt, node, at, partials, value)"
                                + " SELECT ?, ?, ?, ?, ?, ?, ?"
                                + OF_THIS_ATTEMPT
                                + " AND ended = 0) ON CONFLICT (job) DO UPDATE SET"
                                + " number = excluded.number, attempt = excluded.attempt,"
                                + " node = excluded.node, at = excluded.at,"
                                + " partials = excluded.partials, value = excluded.value"
                                + " WHERE excluded.attempt > checkpoints.attempt"
                                + " OR excluded.attempt = checkpoints.attempt"
                                + " AND excluded.number > checkpoints.number");
        refusal =
                writer.batch(
                        "INSERT INTO refusals (job, reason, times, attempt, node, at)"
                                + " SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS"
                                + " (SELECT 1 FROM jobs WHERE id = ?)"
                                + " ON CONFLICT (job, reason) DO UPDATE SET"
                                + " times = refusals.times + excluded.times, attempt = excluded.attempt,"
                                + " node = excluded.node, at = excluded.at");
        spent = writer.batch("DELETE FROM checkpoints WHERE job = ?");
        try (PreparedStatement all = writer.query("SELECT job FROM checkpoints");
                ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                byte[] job = rows.getBytes(1);
                if (job.length == Ids.BYTES) {
                    saved.add(Ids.id(job));
                }
            }
        }
    }

    /// The job ended in this commit: nobody starts from its checkpoint any more.
    void ended(JobId job) {
        if (saved.remove(job)) {
            over.add(job);
        }
    }

    void write(Turn turn) throws SQLException {
        for (JobId job : over) {
            spent.add(Ids.bytes(job));
        }
        over.clear();
        spent.run();
        long at = turn.now().toEpochMilli();
        for (Progress said : turn.said()) {
            add(said, at);
        }
        for (Turn.Refused refused : turn.refused()) {
            byte[] job = Ids.bytes(refused.attempt().job());
            refusal.add(
                    job,
                    refused.reason().wireName(),
                    refused.times(),
                    refused.attempt().attempt(),
                    refused.node().value(),
                    at,
                    job);
        }
        if (!turn.said().isEmpty() || !turn.refused().isEmpty()) {
            for (Batch statement : List.of(progress, partial, refusal)) {
                statement.run();
            }
            runCheckpoints();
        }
    }

    /// Remembers the jobs that got one, and not those that had ended.
    private void runCheckpoints() throws SQLException {
        int[] rows = checkpoint.run();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != 0) {
                saved.add(saving.get(i));
            }
        }
        saving.clear();
    }

    private void add(Progress said, long at) throws SQLException {
        byte[] job = Ids.bytes(said.job());
        String node = said.node().value();
        int attempt = said.attempt();
        switch (said.kind()) {
            case STARTED -> {}
            case PROGRESS -> progress.add(said.fraction(), said.message(), at, job, attempt, node);
            case PARTIAL -> {
                Partial one = said.partial();
                partial.add(
                        job,
                        one.number(),
                        attempt,
                        node,
                        at,
                        one.value().text(),
                        job,
                        attempt,
                        node);
            }
            case CHECKPOINT -> {
                Checkpoint mark = said.checkpoint();
                saving.add(said.job());
                checkpoint.add(
                        job,
                        mark.number(),
                        attempt,
                        node,
                        at,
                        mark.partials(),
                        mark.value().text(),
                        job,
                        attempt,
                        node);
            }
        }
    }
}
