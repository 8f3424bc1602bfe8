package mesh.core;

import mesh.core.job.StateName;
import mesh.protocol.JobId;

/// Which jobs to list. Null where it does not matter.
///
/// @param label see {@link Labels#texts}
/// @param limit 1 to 1000
/// @param after the last id of the page before
public record JobQuery(StateName state, String type, String label, int limit, JobId after) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MOST = 1000;
}
