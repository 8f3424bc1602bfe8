package mesh.lab.sim;

import java.util.Set;
import java.util.TreeMap;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// A node of a run.
///
/// @param rate how fast its clock runs; 1 for right
public record NodePlan(
        NodeId id,
        int gpu,
        String region,
        boolean fast,
        Set<JobType> types,
        int slots,
        double rate) {

    /// What it announces.
    public Capabilities capabilities() {
        var texts = new TreeMap<String, String>();
        texts.put("gpu", Integer.toString(gpu));
        texts.put("region", region);
        if (fast) {
            texts.put("fast", "true");
        }
        types.forEach(type -> texts.put(type.capability(), "true"));
        return new Capabilities(texts);
    }
}
