package mesh.lab.sim.party;

import java.util.ArrayList;
import java.util.List;
import mesh.lab.sim.NodePlan;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;

/// What a node that has lost count of its attempts says that it has. Some of it it says once. Some
/// of it, which takes nobody's jobs, it goes on saying for as long as it lives: attempts of numbers
/// that are never reached, and of jobs that it cannot run. The node that can run everything only
/// ever errs once: it has to have slots.
final class Lies {
    private static final int NEVER_REACHED = 1_000;
    private static final int MOST = 2;

    private final World world;
    private final List<AttemptRef> lasting = new ArrayList<>();

    Lies(World world) {
        this.world = world;
    }

    List<AttemptRef> tell(NodePlan node) {
        var told = new ArrayList<>(lasting);
        List<JobId> all = world.watch().allJobs();
        if (all.isEmpty() || !world.strikes(world.faults().lieRisk())) {
            return told;
        }
        JobId job = world.chance().pick(all);
        int attempt = world.watch().attempt(job);
        boolean runsIt = world.watch().plan(job).filter(plan -> plan.runsOn(node)).isPresent();
        boolean lasts = world.chance().hits(0.5) && !node.id().value().equals("n0");
        if (lasts && lasting.size() < MOST) {
            lasting.add(new AttemptRef(job, attempt + (runsIt ? NEVER_REACHED : 1)));
            return List.copyOf(lasting);
        }
        told.add(new AttemptRef(job, Math.max(1, attempt + world.chance().between(-1, 1))));
        return told;
    }
}
