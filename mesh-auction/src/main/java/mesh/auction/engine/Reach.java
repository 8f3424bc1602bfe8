package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import mesh.protocol.JobType;
import mesh.protocol.message.NoAward;

/// The offers of one type that the same nodes can run, whatever words their needs have: where one
/// of them finds no slot, none does. So a round of the market looks at each reach once, and at one
/// that nobody serves not at all.
final class Reach {

    /// Which it is.
    ///
    /// @param profiles of the nodes that can run its offers
    record Key(JobType type, Set<Profile> profiles) {}

    private final Key key;
    private final TreeSet<PendingOffer> wholes = new TreeSet<>();
    private final TreeSet<PendingOffer> probes = new TreeSet<>();
    private Deque<PendingOffer> unexplained = new ArrayDeque<>();
    private NoAward reason;

    /// How many requirements have it.
    private int requirements;

    Reach(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Set<Profile> profiles() {
        return key.profiles();
    }

    /// How many nodes can run its offers; counted no further than to a bound.
    int nodes(int bound) {
        int nodes = 0;
        for (Profile profile : key.profiles()) {
            nodes += profile.nodes().size();
            if (nodes >= bound) {
                break;
            }
        }
        return nodes;
    }

    void joined() {
        requirements++;
    }

    /// @return whether no requirement has it any more
    boolean left() {
        return --requirements == 0;
    }

    boolean isEmpty() {
        return wholes.isEmpty() && probes.isEmpty();
    }

    /// Those that can be awarded, the most urgent first.
    TreeSet<PendingOffer> wholes() {
        return wholes;
    }

    /// Those of which the core has to send the whole first, the most urgent first; without those
    /// that it was asked for.
    TreeSet<PendingOffer> probes() {
        return probes;
    }

    void add(PendingOffer pending) {
        (pending.offer().probe() ? probes : wholes).add(pending);
        unexplained.add(pending);
    }

    void remove(PendingOffer pending) {
        (pending.offer().probe() ? probes : wholes).remove(pending);
        if (isEmpty()) {
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
            unexplained = new ArrayDeque<>(wholes);
            unexplained.addAll(probes);
        }
        int told = 0;
        while (told < most && !unexplained.isEmpty()) {
            PendingOffer pending = unexplained.peek();
            if (isToBeTold(pending, why)) {
                if (pending.since().isAfter(since)) {
                    break;
                }
                tell.accept(pending);
                told++;
            }
            unexplained.remove();
        }
        return told;
    }

    private boolean isToBeTold(PendingOffer pending, NoAward why) {
        return !pending.isGone()
                && !pending.isParked()
                && pending.requirement().reach() == this
                && pending.told() != why;
    }
}
