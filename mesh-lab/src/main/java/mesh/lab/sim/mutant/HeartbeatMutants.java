package mesh.lab.sim.mutant;

import java.util.List;

/// Ways in which the reading of heartbeats, or what a node says in them, could be wrong.
final class HeartbeatMutants {
    private static final String HOLDINGS = "mesh.core.engine.Holdings";
    private static final String LATE = "mesh.core.engine.LateSettlements";
    private static final String REPORTS = "mesh.core.engine.HeartbeatReports";
    private static final String TABLE = "mesh.core.engine.NodeTable";

    static final List<Mutant> ALL =
            List.of(
                    new Mutant(
                            "old-heartbeat-believed",
                            "a heartbeat that is not newer is taken",
                            TABLE,
                            "same ? isOld(delivery, before) :",
                            "same ? delivery == null :"),
                    new Mutant(
                            "stale-runs-on",
                            "a node that runs what is not its own any more is not told",
                            REPORTS,
                            "heartbeat.running().forEach(ref -> cancelIfStale(ref, heartbeat.node(), turn));",
                            "heartbeat.running().forEach(ref -> {});"),
                    new Mutant(
                            "settled-is-missed",
                            "what a node does not name is missed while its settlements are unread",
                            HOLDINGS,
                            "boolean behind = readTo.isBefore(delivery.at())",
                            "boolean behind = readTo.isAfter(delivery.at())"),
                    new Mutant(
                            "settlement-not-looked-for",
                            "a settlement counts as read as soon as it is named",
                            LATE,
                            "|| job != null && job.isHeldBy(node, settled.attempt())",
                            ""),
                    new Mutant(
                            "taken-back-counts-as-settled",
                            "what the core took from a node counts as settled and read",
                            LATE,
                            "return contains(takenBack, settled, node) ||",
                            "return"),
                    new Mutant(
                            "lost-assignment-not-noticed",
                            "what a node never got is not missed",
                            HOLDINGS,
                            "restarted ? !behind : missed && job.missed >= 2;",
                            "restarted && !behind;"),
                    new Mutant(
                            "newest-settlement-not-named",
                            "a node does not say what it has settled",
                            "mesh.worker.node.Settled",
                            "newest = List.of(attempts.getLast());",
                            "newest = List.of();"));

    private HeartbeatMutants() {}
}
