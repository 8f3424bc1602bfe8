package mesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The open jobs that have a deadline, the next one first.
final class Deadlines {
    private final TreeSet<OpenJob> jobs =
            new TreeSet<>(Comparator.comparing(Deadlines::of).thenComparing(OpenJob::id));

    private static Instant of(OpenJob job) {
        return job.spec.deadline().orElse(Instant.MAX);
    }

    void add(OpenJob job) {
        if (job.spec.deadline().isPresent()) {
            jobs.add(job);
        }
    }

    void remove(OpenJob job) {
        if (job.spec.deadline().isPresent()) {
            jobs.remove(job);
        }
    }

    /// Those whose time is over.
    List<OpenJob> over(Instant now) {
        var over = new ArrayList<OpenJob>();
        for (OpenJob job : jobs) {
            if (of(job).isAfter(now)) {
                break;
            }
            over.add(job);
        }
        return over;
    }
}
