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
        var award = new OpenAward(ref, node, type, since);
        OpenAward older = open.put(ref.job(), award);
        if (older != null) {
            drop(older);
        }
        byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(ref, award);
    }

    /// This attempt and all before it are over: settled, or replaced by a newer one.
    void end(AttemptRef ref) {
        OpenAward award = open.get(ref.job());
        if (award != null && award.ref().attempt() <= ref.attempt()) {
            drop(award);
            open.remove(ref.job());
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
    /// here is: after a restart of the auction, or when the node was thought lost. What is known to
    /// be over, or to be another node's, is not.
    ///
    /// @param at when the broker took in the heartbeat
    /// @return what is now written and was not
    List<AttemptRef> reconcile(NodeId node, List<AttemptRef> running, Instant at) {
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
            if (named.remove(ref) && canAdopt(ref, node)) {
                award(ref, node, null, at);
                open.get(ref.job()).named();
                adopted.add(ref);
            }
        }
        return adopted;
    }

    private boolean canAdopt(AttemptRef ref, NodeId node) {
        return switch (fate(ref.job()).orElse(null)) {
            case null -> true;
            case Won(int attempt, NodeId winner, _) ->
                    attempt < ref.attempt() || attempt == ref.attempt() && winner.equals(node);
            case Over(int attempt) -> attempt < ref.attempt();
        };
    }

    private void close(OpenAward award) {
        drop(award);
        open.remove(award.ref().job());
        closed.remember(award.ref().job(), award.fate());
    }

    private void drop(OpenAward award) {
        Map<AttemptRef, OpenAward> held = byNode.get(award.node());
        held.remove(award.ref());
        if (held.isEmpty()) {
            byNode.remove(award.node());
        }
    }
}
