package mesh.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import mesh.core.job.Input;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.message.Settlement;

/// The last attempt of the jobs that ended lately, so that what comes after the end is told from
/// what was never known. Holds the newest {@value #MOST}.
final class EndedLately {
    private static final int MOST = 50_000;

    private final Map<JobId, Integer> attempts = new Recent();

    private static final class Recent extends LinkedHashMap<JobId, Integer> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
            return size() > MOST;
        }
    }

    void add(JobId job, int attempt) {
        attempts.put(job, attempt);
    }

    /// Why an input to a job that is not open is refused.
    Refusal refusal(JobId job, Input input) {
        Integer last = attempts.get(job);
        if (last == null) {
            return Refusal.UNKNOWN_JOB;
        }
        boolean again =
                input instanceof Input.Settle(Settlement settlement)
                        && settlement.attempt() == last;
        return again ? Refusal.REPEATED : Refusal.ENDED;
    }
}
