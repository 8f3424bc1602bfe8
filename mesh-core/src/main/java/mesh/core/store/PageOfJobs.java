package mesh.core.store;

import java.util.ArrayList;
import java.util.List;
import mesh.core.JobView;
import mesh.core.Page;

/// Gathers a page of jobs: as many as were asked for, or fewer where their payloads and results
/// come to more than {@value #MOST_CHARACTERS} characters; at least one.
final class PageOfJobs {
    static final int MOST_CHARACTERS = 8 << 20;

    private final int limit;
    private final List<JobView> items = new ArrayList<>();
    private long size;
    private boolean more;

    PageOfJobs(int limit) {
        this.limit = limit;
    }

    /// Takes the next job there is; false where the page is full without it.
    boolean add(JobView job) {
        long of =
                job.payload().text().length()
                        + (job.result() == null ? 0 : job.result().text().length());
        more = items.size() == limit || !items.isEmpty() && size + of > MOST_CHARACTERS;
        if (!more) {
            items.add(job);
            size += of;
        }
        return !more;
    }

    Page<JobView> page() {
        return new Page<>(List.copyOf(items), more ? items.getLast().id().toString() : null);
    }
}
