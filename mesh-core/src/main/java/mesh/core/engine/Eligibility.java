package mesh.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.core.job.Refusal;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// Whether a node may have won an award that the core has not read yet: a start or a settlement may
/// overtake it. Mostly it does, so this is asked for most jobs.
///
/// The auction awards what is on offer, to a node that can run it, is online and does not drain. So
/// a node is believed where it was all that at some time since the attempt was put on offer, by
/// what the core knows. Of an attempt that was queued when the core started nobody knows since when
/// it was on offer; for as long as a silent node counts as online, any capable node is believed.
final class Eligibility {
    private final CoreSettings settings;
    private final NodeTable nodes;

    /// Since when the nodes drain that do; at most as many as the table holds.
    private final Map<NodeId, Instant> draining = new HashMap<>();

    /// Since when nodes are heard; null before the first turn.
    private Instant begun;

    Eligibility(CoreSettings settings, NodeTable nodes) {
        this.settings = settings;
        this.nodes = nodes;
    }

    /// Nodes are heard from now on.
    void begin(Instant now) {
        begun = now;
    }

    /// A node says whether it drains.
    void heard(Heartbeat heartbeat, Instant now) {
        if (!heartbeat.draining()) {
            draining.remove(heartbeat.node());
        } else if (draining.size() < NodeTable.MOST || nodes.get(heartbeat.node()).isPresent()) {
            draining.putIfAbsent(heartbeat.node(), now);
        }
    }

    /// The next attempt of a job is put on offer, or was before and is repeated.
    void offered(OpenJob job, Instant now) {
        if (job.offeredFirst == null) {
            job.offeredFirst = now;
        }
    }

    /// Why a node cannot have won the next attempt of a queued job; empty where it can.
    Optional<Refusal> refusal(OpenJob job, NodeId node, Instant now) {
        if (!nodes.canRun(node, job.spec.type(), job.spec.needs())) {
            return Optional.of(Refusal.NOT_CAPABLE);
        }
        if (job.offeredBefore && isYoung(now)) {
            return Optional.empty();
        }
        if (job.offeredFirst == null) {
            return Optional.of(Refusal.UNKNOWN_ATTEMPT);
        }
        return wasThere(node, job.offeredFirst)
                ? Optional.empty()
                : Optional.of(Refusal.NOT_ELIGIBLE);
    }

    private boolean isYoung(Instant now) {
        return begun == null || begun.plus(settings.offlineAfter()).isAfter(now);
    }

    /// Whether a node was online and did not drain at some time after another.
    private boolean wasThere(NodeId node, Instant since) {
        Instant drains = draining.get(node);
        if (drains != null && drains.isBefore(since)) {
            return false;
        }
        NodeTable.Known known = nodes.get(node).orElseThrow();
        if (known.departedAt().filter(left -> left.isBefore(since)).isPresent()) {
            return false;
        }
        Instant heard = begun != null && begun.isAfter(known.lastSeen()) ? begun : known.lastSeen();
        return !heard.plus(known.heartbeat().patience(settings.offlineAfter())).isBefore(since);
    }
}
