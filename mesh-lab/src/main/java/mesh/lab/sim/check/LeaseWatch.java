package mesh.lab.sim.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.lab.sim.check.Unnamed.Row;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.NewestHeartbeats;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Progress;

/// Keeps every lease by what the core was brought, on the core's clock: from when on an attempt may
/// be taken back, and from when on it must be. The two differ where a failed turn or a restart made
/// the core forget what it had heard.
final class LeaseWatch {
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    /// How young an award may be to be missing in a heartbeat.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long the word that a node left may be about its life before.
    private static final Duration BELATED = Duration.ofSeconds(1);

    /// Two ticks and more: what is due is noticed by the next.
    private static final Duration NOTICED = Duration.ofMillis(600);

    private final Books books;
    private final Unnamed unnamed;
    private final Verdict verdict;
    private final Map<AttemptRef, Lease> leases = new HashMap<>();
    private Map<NodeId, HeardNode> nodes = new HashMap<>();

    /// What was known before the batch that the core is taking; empty between batches.
    private Map<NodeId, HeardNode> before = Map.of();

    /// What a node did not name twice in the newest batch, though it may have named it after that.
    private final Set<AttemptRef> forsaken = new HashSet<>();

    /// Of whom heartbeats were brought since the core's last turn that was committed.
    private final Set<NodeId> heardInVain = new HashSet<>();

    /// Of them, those that had left before.
    private final Set<NodeId> backInVain = new HashSet<>();

    private int restores;

    LeaseWatch(Books books, Verdict verdict) {
        this.books = books;
        this.unnamed = new Unnamed(books);
        this.verdict = verdict;
    }

    private static boolean hasLeft(HeardNode node) {
        return node != null && node.left() != null;
    }

    private static AttemptRef ref(JobBook job) {
        return new AttemptRef(job.spec.id(), job.attempt);
    }

    /// An attempt is held from now on, or its node said that it starts.
    void held(JobBook job, Instant now) {
        job.heldSince = now;
        leases.put(ref(job), renewed(job, job.node, now, Row.NONE));
    }

    private Lease renewed(JobBook job, NodeId node, Instant now, Row row) {
        HeardNode known = nodes.get(node);
        boolean left = hasLeft(known);
        Instant brief = now.plus(LAST_WORDS);
        Instant whole = now.plus(Limits.LEASE);
        Instant must = left && known.certain() ? brief : whole;
        return new Lease(job, left ? brief : whole, must, row, false);
    }

    void left(JobBook job) {
        if (job.attempt > 0 && leases.remove(ref(job)) != null && !holds(job.node)) {
            unnamed.forget(job.node);
        }
    }

    private boolean holds(NodeId node) {
        return leases.values().stream().anyMatch(lease -> node.equals(lease.job().node));
    }

    /// Whether the broker had the settlement of an attempt before the heartbeats that did not name
    /// it.
    boolean wasSettled(JobBook job) {
        Lease lease = leases.get(ref(job));
        return lease != null
                && lease.row().from() != null
                && isExact()
                && books.takenAt(ref(job), job.node)
                        .filter(at -> at.isBefore(lease.row().from()))
                        .isPresent();
    }

    /// The core reads its disk: what is held gets a whole lease, and what it knew of nodes may be
    /// older than it was.
    void restored(Instant at) {
        Instant now = millis(at);
        unnamed.forget();
        restores++;
        leases.replaceAll(
                (_, lease) -> {
                    lease.job().heldSince = now;
                    Instant whole = now.plus(Limits.LEASE);
                    NodeId node = lease.job().node;
                    Row row = isExact() ? Row.NONE : Row.NONE.andOne(now);
                    boolean left =
                            hasLeft(nodes.get(node))
                                    || hasLeft(before.get(node))
                                    || backInVain.contains(node);
                    return new Lease(
                            lease.job(), left ? now.plus(LAST_WORDS) : whole, whole, row, false);
                });
        nodes.replaceAll(
                (id, node) ->
                        (heardInVain.contains(id) ? node.beginsAt(now) : node)
                                .with(node.left(), false));
    }

    /// The core has found that it can hear nobody: what is held gets a whole lease.
    void cutOff(Instant at) {
        Instant now = millis(at);
        leases.replaceAll(
                (_, lease) -> {
                    lease.job().heldSince = now;
                    return renewed(lease.job(), lease.job().node, now, lease.row());
                });
    }

    void progress(Progress progress, Instant at) {
        Lease lease = leases.get(progress.ref());
        if (lease != null && lease.job().isHeldBy(progress.node(), progress.attempt())) {
            leases.put(
                    progress.ref(), renewed(lease.job(), progress.node(), millis(at), lease.row()));
        }
    }

    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Heartbeats are brought to the core. Whether it takes them is known only later.
    void heartbeats(List<Delivery<Heartbeat>> batch, Instant at) {
        before = new HashMap<>(nodes);
        forsaken.clear();
        var newest = new NewestHeartbeats();
        newest.add(batch);
        batch.forEach(delivery -> heardInVain.add(delivery.message().node()));
        newest.take().forEach(delivery -> heartbeat(delivery, millis(at)));
    }

    /// The core did not take them: it will be brought them again. That the nodes were heard then is
    /// so all the same.
    void notTaken() {
        Map<NodeId, HeardNode> heard = nodes;
        nodes = new HashMap<>(before);
        before = Map.of();
        nodes.replaceAll((node, known) -> known.heardAt(heard.get(node).at()));
        forsaken.clear();
    }

    private void heartbeat(Delivery<Heartbeat> delivery, Instant now) {
        Heartbeat beat = delivery.message();
        HeardNode known = nodes.get(beat.node());
        boolean same = known != null && known.incarnation().equals(beat.incarnation());
        boolean stale =
                known != null
                        && (same ? beat.seq() <= known.seq() : delivery.at().isBefore(known.at()));
        boolean gone = same && known.left() != null && !delivery.at().isAfter(known.left());
        if ((stale || gone) && known.certain()) {
            return;
        }
        boolean certain = known == null || known.certain() || !(stale || gone);
        boolean restarted = known != null && !same;
        if (!stale && !gone) {
            Instant since = same ? known.since() : now;
            if (hasLeft(known)) {
                backInVain.add(beat.node());
            }
            nodes.put(
                    beat.node(),
                    new HeardNode(
                            beat.incarnation(), beat.seq(), delivery.at(), since, null, true));
        }
        var named = new HashSet<>(beat.running());
        named.addAll(beat.settled());
        boolean sure = certain && known != null && known.certain();
        Instant readTo = holds(beat.node()) ? unnamed.readTo(delivery) : delivery.at();
        for (Map.Entry<AttemptRef, Lease> entry : leases.entrySet()) {
            Lease lease = entry.getValue();
            if (lease.job().isHeldBy(beat.node(), entry.getKey().attempt())) {
                Lease then =
                        named.contains(entry.getKey())
                                ? renewedBy(lease, now, stale || gone)
                                : unnamed(lease, delivery.at(), restarted, sure, readTo, now);
                entry.setValue(then);
                if (then.forsaken()) {
                    forsaken.add(entry.getKey());
                }
            }
        }
    }

    private Lease renewedBy(Lease lease, Instant now, boolean doubtful) {
        Lease whole = renewed(lease.job(), lease.job().node, now, Row.NONE);
        return doubtful
                ? new Lease(lease.job(), lease.mayFrom(), whole.mustBy(), lease.row(), false)
                : whole;
    }

    /// A node does not name what it should have. Of what is so young, or taken over so lately, that
    /// it cannot be judged yet a restart is the first of the two.
    private Lease unnamed(
            Lease lease, Instant at, boolean restarted, boolean sure, Instant readTo, Instant now) {
        boolean silent = lease.job().heldSince.plus(GRACE).isBefore(at);
        Instant whole = renewed(lease.job(), lease.job().node, now, lease.row()).mustBy();
        return isExact()
                ? lease.unnamed(at, readTo, silent, restarted, sure, whole)
                : lease.unnamedByGuess(at, silent, restarted || !sure, whole);
    }

    /// Whether the core remembers all that it was ever told: it was started once, and no turn of it
    /// failed. Later it may not know which settlements it has not read.
    private boolean isExact() {
        return restores <= 1;
    }

    /// The core was told that a node left.
    ///
    /// @param taken whether it has taken that in; where not it is told again
    void departed(NodeId node, Instant at, boolean taken) {
        Instant now = millis(at);
        Instant until = now.plus(LAST_WORDS);
        HeardNode known = nodes.get(node);
        boolean sure =
                taken && known != null && known.since().plus(BELATED.multipliedBy(2)).isBefore(now);
        Instant must = sure ? until : taken ? until.plus(Limits.HEARTBEAT) : Instant.MAX;
        if (known != null) {
            nodes.put(node, known.with(now, sure && known.certain()));
        }
        leases.replaceAll(
                (_, lease) -> node.equals(lease.job().node) ? lease.endsBy(until, must) : lease);
    }

    /// Whether the core surely has heard of this life of a node, and of no later one.
    boolean knows(NodeId node, String incarnation) {
        HeardNode known = nodes.get(node);
        return known != null && known.certain() && known.incarnation().equals(incarnation);
    }

    /// Whether this life of a node is the newest that the core was told of, before it was started
    /// again or after.
    boolean heard(NodeId node, String incarnation) {
        HeardNode known = nodes.get(node);
        return known != null && known.incarnation().equals(incarnation);
    }

    /// Whether the core may take an attempt back now.
    boolean mayBeLost(JobBook job, Instant now) {
        Lease lease = leases.get(ref(job));
        return lease == null
                || lease.forsaken()
                || forsaken.contains(ref(job))
                || !now.isBefore(lease.mayFrom());
    }

    String describe(JobBook job, Instant now) {
        return "now it is %s, and %s; of its node %s"
                .formatted(now, leases.get(ref(job)), nodes.get(job.node));
    }

    /// Time has passed, and the core has ticked meanwhile.
    void ticked(Instant now) {
        forsaken.clear();
        heardInVain.clear();
        backInVain.clear();
        before = Map.of();
        for (Lease lease : leases.values()) {
            if (lease.mustBy().plus(NOTICED).isBefore(now)) {
                verdict.broken(
                        Invariant.LEASE_ENDS,
                        "%s: its lease was over at %s, and it is %s",
                        lease.job(),
                        lease.mustBy(),
                        now);
            }
        }
    }
}
