package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import mesh.auction.engine.Fate.Claimed;
import mesh.auction.engine.Fate.Over;
import mesh.auction.engine.Fate.Won;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;

/// What was awarded: per node the awards that count against its slots, and per job what became of
/// its newest attempt.
///
/// The fate of an attempt is remembered longer than its award counts: a repeat of its offer must
/// never be awarded to a second node. Fates of awards that no longer count are forgotten oldest
/// first beyond a bound.
///
/// What only a node says is weaker. An attempt that a node names and that was not awarded here
/// takes one of that node's slots while the node names it, up to a bound. It is the fate of its job
/// only where nothing else is known of the job, and it is forgotten with the node's word.
final class AwardBook {
    private final Map<NodeId, Map<AttemptRef, OpenAward>> byNode = new HashMap<>();
    private final Map<JobId, OpenAward> open = new HashMap<>();
    private final ClosedAwards closed;

    AwardBook(int mostRemembered) {
        this.closed = new ClosedAwards(mostRemembered);
    }

    /// How many awards count against a node's slots.
    int open(NodeId node) {
        return byNode.getOrDefault(node, Map.of()).size();
    }

    Optional<Fate> fate(JobId job) {
        OpenAward award = open.get(job);
        return award != null ? Optional.of(award.fate()) : closed.fate(job);
    }

    /// Whether this award counts against its node's slots.
    boolean isOpen(AttemptRef ref) {
        OpenAward award = open.get(ref.job());
        return award != null && award.ref().equals(ref);
    }

    /// The nodes that hold anything.
    List<NodeId> holders() {
        return List.copyOf(byNode.keySet());
    }

    /// The type of the job whose very attempt counts; empty where none does, or it is not known.
    Optional<JobType> type(AttemptRef ref) {
        return Optional.ofNullable(open.get(ref.job()))
                .filter(award -> award.ref().equals(ref))
                .flatMap(OpenAward::type);
    }

    /// Writes down that a node has an attempt from now on.
    ///
    /// @param type null where it is not known
    void award(AttemptRef ref, NodeId node, JobType type, Instant since) {
        closed.forget(ref.job());
        var award = OpenAward.won(ref, node, type, since);
        OpenAward older = open.put(ref.job(), award);
        if (older != null) {
            drop(older);
        }
        count(award);
    }

    private void count(OpenAward award) {
        byNode.computeIfAbsent(award.node(), _ -> new LinkedHashMap<>()).put(award.ref(), award);
    }

    /// Nothing is known any more of what became of this job: the core's word is another. What its
    /// node names goes on taking a slot.
    void disbelieve(JobId job) {
        open.remove(job);
        closed.forget(job);
    }

    /// This attempt and all before it are over: settled, or replaced by a newer one. Of one that
    /// only its node claimed nothing is remembered.
    void end(AttemptRef ref) {
        OpenAward award = open.get(ref.job());
        if (award != null && award.ref().attempt() <= ref.attempt()) {
            drop(award);
            open.remove(ref.job());
            if (award.isClaim()) {
                return;
            }
        }
        if (!open.containsKey(ref.job())) {
            int attempt = fate(ref.job()).map(Fate::attempt).orElse(0);
            if (attempt <= ref.attempt()) {
                closed.remember(ref.job(), new Over(ref.attempt()));
            }
        }
    }

    /// Nothing that this node has counts any more; who won what is still known.
    void free(NodeId node) {
        List.copyOf(byNode.getOrDefault(node, Map.of()).values()).forEach(this::close);
    }

    /// Compares what a node says that it runs with what is written here.
    ///
    /// Its awards that it surely does not have are counted no more. What it has and is not written
    /// here takes one of its slots: after a restart of the auction, or when the node was thought
    /// lost. What is known to be over, or to be another node's, does not.
    ///
    /// @param most how many attempts may count against the node's slots because it names them
    /// @param fits whether the node may have won an attempt that nothing is known of
    /// @param at when the broker took in the heartbeat
    /// @return what is now taken for the fate of its job and was not
    List<AttemptRef> reconcile(
            NodeId node,
            List<AttemptRef> running,
            int most,
            Predicate<AttemptRef> fits,
            Instant at) {
        Set<AttemptRef> named = new HashSet<>(running);
        for (OpenAward award : List.copyOf(byNode.getOrDefault(node, Map.of()).values())) {
            if (named.remove(award.ref())) {
                award.named();
            } else if (award.leftOut(at)) {
                close(award);
            }
        }
        var adopted = new ArrayList<AttemptRef>();
        for (AttemptRef ref : running) {
            if (open(node) >= most) {
                break;
            }
            if (named.remove(ref) && adopt(ref, node, fits, at)) {
                adopted.add(ref);
            }
        }
        return adopted;
    }

    private boolean adopt(AttemptRef ref, NodeId node, Predicate<AttemptRef> fits, Instant at) {
        return switch (fate(ref.job()).orElse(null)) {
            case null -> claim(ref, node, fits, at);
            case Claimed(int attempt, _) when attempt < ref.attempt() -> claim(ref, node, fits, at);
            case Claimed _ -> takeSlot(ref, node, at);
            case Won(int attempt, NodeId winner, _)
                    when attempt == ref.attempt() && winner.equals(node) -> {
                award(ref, node, null, at);
                open.get(ref.job()).named();
                yield true;
            }
            case Won(int attempt, _, _) when attempt < ref.attempt() -> takeSlot(ref, node, at);
            case Over(int attempt) when attempt < ref.attempt() -> takeSlot(ref, node, at);
            case Won _, Over _ -> false;
        };
    }

    private boolean claim(AttemptRef ref, NodeId node, Predicate<AttemptRef> fits, Instant at) {
        takeSlot(ref, node, at);
        if (!fits.test(ref)) {
            return false;
        }
        open.put(ref.job(), byNode.get(node).get(ref));
        return true;
    }

    /// @return false, for it says nothing of the job
    private boolean takeSlot(AttemptRef ref, NodeId node, Instant at) {
        count(OpenAward.claimed(ref, node, at));
        return false;
    }

    private void close(OpenAward award) {
        drop(award);
        if (open.remove(award.ref().job(), award) && !award.isClaim()) {
            closed.remember(award.ref().job(), award.fate());
        }
    }

    private void drop(OpenAward award) {
        Map<AttemptRef, OpenAward> held = byNode.get(award.node());
        if (held != null && held.remove(award.ref(), award) && held.isEmpty()) {
            byNode.remove(award.node());
        }
    }
}
