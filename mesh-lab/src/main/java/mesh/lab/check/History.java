package mesh.lab.check;

import java.util.List;
import java.util.Map;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// All that a run left behind.
///
/// @param submissions what clients wanted, each once
/// @param jobs all jobs that the mesh has at the end
/// @param capabilities of the nodes, as far as they are known; a node that is not named here is not
///     judged by them
public record History(
        List<Submission> submissions, List<FoundJob> jobs, Map<NodeId, Capabilities> capabilities) {
    public History {
        submissions = List.copyOf(submissions);
        jobs = List.copyOf(jobs);
        capabilities = Map.copyOf(capabilities);
    }
}
