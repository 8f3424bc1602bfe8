package mesh.core;

import java.util.List;
import mesh.core.job.StateName;
import mesh.protocol.NodeId;

/// Why a job is not running.
///
/// @param state the job's state; null of a dry run
/// @param code `runs`, `ended`, `no-capable-node`, `no-free-slot`, `awaiting-award`, `delayed` (its
///     start is), `backing-off` (after a failure), `broker-away`, `auction-silent`
/// @param summary one sentence for people
/// @param change the smallest change that would let it run; empty where none is needed
/// @param nodes each known node and what keeps it from running the job
public record Why(
        StateName state, String code, String summary, String change, List<NodeReason> nodes) {

    /// @param capable whether its capabilities satisfy the needs
    /// @param missing the conditions that it does not satisfy
    /// @param reason `capable`, `lacks-capability`, `offline`, `suspect`, `draining`, `full`
    public record NodeReason(NodeId node, boolean capable, String reason, List<String> missing) {}
}
