package mesh.lab.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.core.CoreService.CancelAnswer;
import mesh.core.JobView;
import mesh.core.job.StateName;
import mesh.core.store.Store;
import mesh.protocol.JobId;

/// Watches what clients are told, at the moment when they are.
public final class ClientWatch {
    private final Books books;
    private final Verdict verdict;
    private final Map<String, List<JobId>> keys = new HashMap<>();

    ClientWatch(Books books, Verdict verdict) {
        this.books = books;
        this.verdict = verdict;
    }

    /// A submission was acknowledged.
    ///
    /// @param key null for none
    public void submitted(List<JobId> ids, String key, Store disk) {
        for (JobId id : ids) {
            if (disk.job(id).isEmpty() || books.job(id).isEmpty()) {
                verdict.broken(Invariant.ACKNOWLEDGED_IS_STORED, "job %s is not on the disk", id);
                return;
            }
            books.job(id).orElseThrow().acknowledged = true;
        }
        List<JobId> before = key == null ? null : keys.putIfAbsent(key, ids);
        if (before != null && !before.equals(ids)) {
            verdict.broken(
                    Invariant.ONE_JOB_A_KEY, "%s stood for %s and stands for %s", key, before, ids);
        }
    }

    /// Somebody is about to ask that a job be cancelled.
    public void cancelling(JobId id) {
        books.job(id).ifPresent(job -> job.cancelAsked = true);
    }

    /// A wish to cancel was answered.
    public void cancelled(JobId id, CancelAnswer answer, Store disk) {
        StateName state = disk.job(id).map(JobView::state).orElse(null);
        boolean right =
                switch (answer) {
                    case ACCEPTED -> state == StateName.CANCELLED;
                    case ENDED_ALREADY -> state != null && state.terminal();
                    case UNKNOWN -> state == null;
                };
        if (!right) {
            verdict.broken(
                    Invariant.ACKNOWLEDGED_IS_STORED,
                    "to cancel %s was answered %s, and on the disk it is %s",
                    id,
                    answer,
                    state);
        }
    }
}
