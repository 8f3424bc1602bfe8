package mesh.lab.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mesh.lab.sim.JobPlan.Want;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;

/// What a seed draws: which nodes there are, which jobs come when, which faults there may be and
/// for how long.
///
/// @param seconds how long there are faults; after that all is well and what is open must end
public record Scenario(
        long seed, Set<Fault> faults, List<NodePlan> nodes, List<JobPlan> jobs, int seconds) {
    private static final JobType ECHO = new JobType("echo");
    private static final JobType SLEEP = new JobType("sleep");

    private static final long LONGEST_TIMEOUT = 120_000;

    public static Scenario of(long seed, Options options) {
        var chance = new Chance(seed).of("scenario");
        var faults = EnumSet.noneOf(Fault.class);
        double share = chance.between(0.1, 0.8);
        for (Fault fault : Fault.values()) {
            if (chance.hits(share)) {
                faults.add(fault);
            }
        }
        faults.removeAll(options.without());
        int drawn = chance.between(40, 150);
        int seconds = options.seconds() > 0 ? options.seconds() : drawn;
        int howMany = chance.between(3, 6);
        List<NodePlan> nodes =
                nodes(chance.of("nodes"), faults, options.nodes() > 0 ? options.nodes() : howMany);
        int some = chance.between(20, 60);
        var jobs = new ArrayList<JobPlan>();
        for (int number = 0; number < (options.jobs() > 0 ? options.jobs() : some); number++) {
            jobs.add(job(number, chance.of("job " + number), faults, seconds));
        }
        return new Scenario(seed, faults, nodes, jobs, seconds);
    }

    /// The first node can run every kind of job but those that are for nobody.
    private static List<NodePlan> nodes(Chance chance, Set<Fault> faults, int many) {
        var nodes = new ArrayList<NodePlan>();
        for (int n = 0; n < many; n++) {
            boolean all = n == 0;
            double rate = faults.contains(Fault.CLOCKS) ? chance.between(0.9, 1.1) : 1;
            nodes.add(
                    new NodePlan(
                            new NodeId("n" + n),
                            all ? 4 : chance.pick(List.of(0, 0, 1, 2)),
                            all || chance.hits(0.5) ? "eu" : "us",
                            all || chance.hits(0.4),
                            all || chance.hits(0.7) ? Set.of(ECHO, SLEEP) : Set.of(ECHO),
                            chance.between(1, 4),
                            rate));
        }
        return nodes;
    }

    private static JobPlan job(int number, Chance chance, Set<Fault> faults, int seconds) {
        boolean forNobody = faults.contains(Fault.NO_CAPABLE_NODE) && chance.hits(0.1);
        Want want =
                forNobody
                        ? Want.NOBODY
                        : chance.hits(0.5)
                                ? Want.NOTHING
                                : chance.pick(
                                        List.of(
                                                Want.ONE_GPU,
                                                Want.TWO_GPUS,
                                                Want.EUROPE,
                                                Want.FAST));
        boolean hurried = faults.contains(Fault.DEADLINE) && chance.hits(0.4);
        Duration timeout =
                hurried || forNobody
                        ? Duration.ofMillis(
                                Math.min(
                                        LONGEST_TIMEOUT,
                                        chance.lognormal(forNobody ? 20_000 : 6_000, 1.2)))
                        : null;
        boolean delayed = faults.contains(Fault.RUN_AT) && chance.hits(0.3);
        boolean fails = faults.contains(Fault.HANDLER_ERROR) && chance.hits(0.4);
        boolean burst = faults.contains(Fault.BURST) && chance.hits(0.7);
        Chance lane = chance.of("lane");
        long at = (long) (chance.between(0, 0.8) * seconds * Timeline.SECOND);
        return new JobPlan(
                number,
                burst ? at / (20 * Timeline.SECOND) * (20 * Timeline.SECOND) : at,
                chance.hits(0.6) ? ECHO : SLEEP,
                want,
                chance.hits(0.5) ? 4 : chance.between(0, 9),
                timeout,
                delayed ? Duration.ofMillis(chance.lognormal(4_000, 1)) : null,
                chance.between(1, 4),
                Math.min(60_000, chance.lognormal(800, 1.6)),
                fails ? chance.between(1, 4) : 0,
                fails && chance.hits(0.1),
                faults.contains(Fault.STUBBORN_HANDLER) && chance.hits(0.3),
                lane.pick(List.of("", "", "a", "b")),
                lane.hits(0.3));
    }
}
