package mesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/// Jobs by a time of theirs, the next one first. The time must not change while a job stands here.
final class Agenda {
    private final Function<OpenJob, Instant> time;
    private final TreeSet<OpenJob> jobs;

    Agenda(Function<OpenJob, Instant> time) {
        this.time = time;
        this.jobs = new TreeSet<>(Comparator.comparing(time).thenComparing(OpenJob::id));
    }

    void add(OpenJob job) {
        jobs.add(job);
    }

    void remove(OpenJob job) {
        jobs.remove(job);
    }

    /// Those whose time has come; they stay until they are removed.
    List<OpenJob> due(Instant now) {
        var due = new ArrayList<OpenJob>();
        for (OpenJob job : jobs) {
            if (time.apply(job).isAfter(now)) {
                break;
            }
            due.add(job);
        }
        return due;
    }
}
