package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.NoAward;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// What many offers ask for alike, and those of them that wait. Which nodes are capable is found
/// out once per requirement and node, not once per offer; whether they are alive and have a slot is
/// not asked here.
final class Requirement {

    /// What makes two offers alike.
    record Signature(JobType type, Needs needs) {}

    private final Signature signature;
    private final Set<NodeId> capable = new HashSet<>();
    private final TreeSet<PendingOffer> waiting = new TreeSet<>();
    private Deque<PendingOffer> unexplained = new ArrayDeque<>();
    private NoAward reason;

    Requirement(Signature signature) {
        this.signature = signature;
    }

    Signature signature() {
        return signature;
    }

    void judge(NodeId node, Capabilities capabilities) {
        if (signature.needs().satisfiedBy(capabilities, signature.type())) {
            capable.add(node);
        } else {
            capable.remove(node);
        }
    }

    void forget(NodeId node) {
        capable.remove(node);
    }

    Set<NodeId> capable() {
        return capable;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    PendingOffer mostUrgent() {
        return waiting.first();
    }

    void add(PendingOffer pending) {
        waiting.add(pending);
        unexplained.add(pending);
    }

    void remove(PendingOffer pending) {
        waiting.remove(pending);
        if (waiting.isEmpty()) {
            unexplained.clear();
        }
    }

    /// Tells the offers that wait why they do, each one once until the reason changes.
    ///
    /// @param since offers that came later than this are not told yet
    /// @param most how many are told at most; the others are the next time
    /// @return how many were told
    int explain(NoAward why, Instant since, int most, Consumer<PendingOffer> tell) {
        if (reason != why) {
            reason = why;
            unexplained = new ArrayDeque<>(waiting);
        }
        int told = 0;
        while (told < most && !unexplained.isEmpty()) {
            PendingOffer pending = unexplained.peek();
            if (!pending.isGone() && pending.told() != why) {
                if (pending.since().isAfter(since)) {
                    break;
                }
                pending.told(why);
                tell.accept(pending);
                told++;
            }
            unexplained.remove();
        }
        return told;
    }
}
