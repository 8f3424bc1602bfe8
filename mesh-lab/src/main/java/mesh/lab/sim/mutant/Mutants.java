package mesh.lab.sim.mutant;

import java.util.List;
import java.util.stream.Stream;

/// The deliberate bugs that the simulator has to find.
public final class Mutants {
    private static final String LIFECYCLE = "mesh.core.job.Lifecycle";
    private static final String ROSTER = "mesh.core.engine.Roster";
    private static final String ENGINE = "mesh.core.engine.CoreEngine";
    private static final String HOLDINGS = "mesh.core.engine.Holdings";
    private static final String TURNS = "mesh.core.service.Turns";
    private static final String STATE = "mesh.core.job.JobState";
    private static final String ATTEMPTS = "mesh.worker.node.Attempts";
    private static final String INBOX = "mesh.core.service.Inbox";
    private static final String ADMISSION = "mesh.core.service.Admission";
    private static final String AUCTION = "mesh.auction.engine.AuctionEngine";

    private Mutants() {}

    /// All of them.
    public static List<Mutant> all() {
        return Stream.of(others(), DisbeliefMutants.all(), HeartbeatMutants.ALL, LaneMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> others() {
        return List.of(
                new Mutant(
                        "fence-dropped",
                        "an attempt that is not the current one is believed",
                        LIFECYCLE,
                        "if (attempt != state.attempt()) {",
                        "if (attempt < 0) {"),
                new Mutant(
                        "other-node-settles",
                        "whoever settles the current attempt is believed",
                        LIFECYCLE,
                        "if (!node.equals(state.node())) {",
                        "if (node == null) {"),
                new Mutant(
                        "future-attempt-believed",
                        "an attempt that was never offered is believed",
                        LIFECYCLE,
                        "return attempt == state.attempt() + 1 ?",
                        "return attempt > state.attempt() ?"),
                new Mutant(
                        "one-try-more",
                        "a job is tried once more often than it may be",
                        LIFECYCLE,
                        "return history().failures() + 1 < spec.maxAttempts();",
                        "return history().failures() < spec.maxAttempts();"),
                new Mutant(
                        "retries-anyway",
                        "an error that no retry can mend is tried again",
                        LIFECYCLE,
                        "error.code().retryCanHelp() && the.triesLeft()",
                        "the.triesLeft()"),
                new Mutant(
                        "failure-counts-twice",
                        "a failure counts as two tries",
                        STATE,
                        "return new History(failures + 1, losses, union",
                        "return new History(failures + 2, losses, union"),
                new Mutant(
                        "declined-counts",
                        "a job that was declined counts as tried",
                        STATE,
                        ": new History(failures, losses, failedOn, union",
                        ": new History(failures + 1, losses, failedOn, union"),
                new Mutant(
                        "cancel-not-sent",
                        "the holder of a job that is taken from it is not told",
                        ROSTER,
                        "if (!itKnows) {",
                        "if (itKnows && job == null) {"),
                new Mutant(
                        "ended-job-stays-open",
                        "a job that has ended is told things as if it were open",
                        ROSTER,
                        "open.remove(job.id());",
                        ""),
                new Mutant(
                        "starts-too-soon",
                        "a job that may not start yet is offered",
                        ROSTER,
                        "if (queued.waits(turn.now())) {",
                        "if (queued.waits(turn.now().plusSeconds(3))) {"),
                new Mutant(
                        "restart-forgets-leases",
                        "a core that starts does not watch what nodes hold",
                        ROSTER,
                        "case JobState.Held held -> holdings.add(held.node(), job, now);",
                        "case JobState.Held held -> {}"),
                new Mutant(
                        "lease-too-long",
                        "a lease lasts a second longer",
                        HOLDINGS,
                        "? LAST_WORDS : nodes.patience(node, settings.lease())",
                        "? LAST_WORDS : settings.lease().plusSeconds(1)"),
                new Mutant(
                        "lease-too-short",
                        "a lease lasts a second less",
                        HOLDINGS,
                        "? LAST_WORDS : nodes.patience(node, settings.lease())",
                        "? LAST_WORDS : settings.lease().minusSeconds(1)"),
                new Mutant(
                        "last-words-ignored",
                        "what a node held is taken back before its last words are read",
                        HOLDINGS,
                        "now.plus(nodes.isDoubted(node) ? nodes.patience(node, DOUBT) : LAST_WORDS);",
                        "now;"),
                new Mutant(
                        "silence-blamed-on-nodes",
                        "leases end while the broker is away",
                        TURNS,
                        "if (stoodStill || ticks && !hears.getAsBoolean()) {",
                        "if (stoodStill || ticks && hears.getAsBoolean() && stoodStill) {"),
                new Mutant(
                        "belated-word-ignored",
                        "a node that left soon after its restart keeps its jobs for a whole lease",
                        ENGINE,
                        "nodes.get(node).ifPresent(turn::saw); } holdings.shorten(node, turn.now());",
                        "nodes.get(node).ifPresent(turn::saw); holdings.shorten(node, turn.now()); }"),
                new Mutant(
                        "departed-keeps-its-jobs",
                        "a node that left keeps its jobs for a whole lease",
                        ENGINE,
                        "holdings.shorten(node, turn.now());",
                        "holdings.hashCode();"),
                new Mutant(
                        "failed-turn-keeps-nodes",
                        "what a failed turn made of the nodes stays",
                        ENGINE,
                        "nodes.undo();",
                        "nodes.hashCode();"),
                new Mutant(
                        "drain-said-once",
                        "a node that did not hear that it should drain is not told again",
                        ENGINE,
                        "nodes.ask(node).ifPresent(turn::saw);",
                        ""),
                new Mutant(
                        "drain-forgotten",
                        "a core that starts does not know who should drain",
                        ENGINE,
                        "nodes.ask(node).ifPresent(turn::saw);",
                        "nodes.ask(node);"),
                new Mutant(
                        "deadline-ignored",
                        "a job does not end at its deadline",
                        ENGINE,
                        "List<OpenJob> over = roster.overtime(turn.now());",
                        "List<OpenJob> over = List.of();"),
                new Mutant(
                        "attempt-not-raised",
                        "after a loss or a failure the same attempt is offered again",
                        "mesh.core.engine.OfferBook",
                        "job.state.attempt() + 1, job.state.history().avoid()",
                        "Math.max(1, job.state.attempt()), job.state.history().avoid()"),
                new Mutant(
                        "send-before-commit",
                        "a turn is handed on before it is on the disk",
                        TURNS,
                        "if (!writes.isEmpty()) { store.commit(writes); } if (broken != null) {"
                                + " LOG.warning(\"the store takes writes again\"); broken = null; }"
                                + " told(writes);",
                        "told(writes); if (!writes.isEmpty()) { store.commit(writes); }"
                                + " broken = null;"),
                new Mutant(
                        "acknowledge-before-commit",
                        "a message is acknowledged though its turn was given up",
                        INBOX,
                        "if (closed || !loop.mayWait()) {",
                        "if (!loop.mayWait()) { return; } if (closed) {"),
                new Mutant(
                        "key-forgotten",
                        "a request that is repeated under its key makes new jobs",
                        ADMISSION,
                        "if (before.isPresent()) {",
                        "if (before.isPresent() && key == null) {"),
                new Mutant(
                        "acknowledged-though-failed",
                        "who asked is answered as if a failed turn were on the disk",
                        TURNS,
                        "requests.forEach(request -> request.refuse(broken));",
                        "requests.forEach(request -> request.later.run());"),
                new Mutant(
                        "failed-turn-stays",
                        "the engine goes on with what could not be written",
                        TURNS,
                        "engine = null; boolean known",
                        "boolean known"),
                new Mutant(
                        "draining-takes-jobs",
                        "a node that drains does not say so",
                        ATTEMPTS,
                        "draining = true; return decline",
                        "return decline"),
                new Mutant(
                        "runs-a-repeat",
                        "a node runs an attempt again that it has settled",
                        ATTEMPTS,
                        "if (known.isPresent()) {",
                        "if (known.isPresent() && attempt == null) {"),
                new Mutant(
                        "two-at-a-time",
                        "a node runs one job more than it has slots",
                        ATTEMPTS,
                        "&& busy() < slots",
                        "&& busy() <= slots"),
                new Mutant(
                        "node-runs-anything",
                        "a node does not check that it satisfies what a job needs",
                        ATTEMPTS,
                        "if (!assignment.needs().satisfiedBy(capabilities)) {",
                        "if (assignment.needs() == null) {"),
                new Mutant(
                        "full-node-awarded",
                        "a node that is full is awarded",
                        "mesh.auction.engine.Candidate",
                        "return open >= slots + ahead;",
                        "return open > slots + ahead;"),
                new Mutant(
                        "draining-node-awarded",
                        "a node that drains is awarded",
                        "mesh.auction.registry.Node",
                        "if (heartbeat.draining()) {",
                        "if (heartbeat == null) {"),
                new Mutant(
                        "silent-node-awarded",
                        "a node that was not heard for long is awarded",
                        "mesh.auction.registry.Node",
                        "return silence.compareTo(heartbeat.patience(liveness.suspectAfter())) >= 0",
                        "return silence.isNegative()"),
                new Mutant(
                        "backs-off-too-little",
                        "a job that failed again waits no longer than before",
                        "mesh.core.job.Backoff",
                        "Math.min(history.failures() - 1, 30)",
                        "Math.min(history.failures() - 1, 0)"),
                new Mutant(
                        "departed-node-awarded",
                        "a node that left is still online",
                        AUCTION,
                        "registry.departed(node, now); awards.free(node);",
                        "awards.free(node);"));
    }
}
