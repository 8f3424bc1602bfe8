package mesh.core.engine;

import mesh.core.job.JobSpec;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// What makes two jobs alike for the auction.
///
/// @param tenant whom they belong to; empty where nobody is named
record Lane(JobType type, Needs needs, int priority, String tenant) {
    static Lane of(JobSpec spec) {
        return new Lane(spec.type(), spec.needs(), spec.priority(), spec.tenant());
    }
}
