package mesh.core.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import mesh.core.job.Input;
import mesh.core.job.JobState;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;

/// What follows from the heartbeats of nodes, and from their number.
final class HeartbeatReports {
    private final NodeTable nodes;
    private final Eligibility eligibility;
    private final Awards awards;
    private final Roster roster;
    private final Holdings holdings;
    private final LateSettlements late;
    private final HeartbeatPace pace = new HeartbeatPace(Limits.HEARTBEATS_A_SECOND);

    HeartbeatReports(
            NodeTable nodes,
            Eligibility eligibility,
            Awards awards,
            Roster roster,
            Holdings holdings,
            LateSettlements late) {
        this.nodes = nodes;
        this.eligibility = eligibility;
        this.awards = awards;
        this.roster = roster;
        this.holdings = holdings;
        this.late = late;
    }

    void take(Delivery<Heartbeat> delivery, Turn turn) {
        NodeNews news = nodes.heard(delivery, turn.now());
        if (news.stale()) {
            return;
        }
        news.forgotten().ifPresent(turn::forgot);
        if (news.worthWriting()) {
            turn.saw(news.known());
        }
        Heartbeat heartbeat = delivery.message();
        eligibility.heard(heartbeat, turn.now());
        if (news.restarted()) {
            awards.restarted(heartbeat.node());
        }
        if (news.known().toDrain()) {
            turn.control(Control.drain(heartbeat.node()));
        }
        if (heartbeat.intervalMillis() > 0 && pace.asksOf(heartbeat.interval())) {
            turn.control(Control.pace(heartbeat.node(), pace.interval()));
        }
        Set<AttemptRef> named = new HashSet<>(heartbeat.running());
        named.addAll(heartbeat.settled());
        named.forEach(ref -> renew(ref, heartbeat.node(), turn.now()));
        heartbeat.running().forEach(ref -> cancelIfStale(ref, heartbeat.node(), turn));
        String reason = news.restarted() ? "its node restarted" : "its node no longer has it";
        holdings.unnamed(
                        delivery,
                        named,
                        news.restarted(),
                        ref -> late.isUnread(ref, heartbeat.node(), roster.get(ref.job())),
                        turn.now())
                .forEach(job -> lose(job, reason, turn));
    }

    /// Takes an attempt back from its node.
    void lose(OpenJob job, String reason, Turn turn) {
        if (job.state instanceof JobState.Held held) {
            roster.tell(job.id(), new Input.Lose(held.attempt(), held.node(), reason), turn);
        }
    }

    private void renew(AttemptRef ref, NodeId node, Instant now) {
        OpenJob job = roster.get(ref.job());
        if (job != null && job.isHeldBy(node, ref.attempt())) {
            holdings.renew(job, node, now);
        }
    }

    private void cancelIfStale(AttemptRef ref, NodeId node, Turn turn) {
        OpenJob job = roster.get(ref.job());
        if (job == null || !job.mayRunOn(node, ref.attempt())) {
            turn.control(Control.cancel(node, ref.job(), ref.attempt()));
        }
    }

    /// Counts the nodes once in a while, and forgets those that were not heard for long.
    void look(Turn turn) {
        if (pace.isDue(turn.now())) {
            nodes.forget(turn.now()).forEach(turn::forgot);
            pace.counted(nodes.online(turn.now()));
        }
    }
}
