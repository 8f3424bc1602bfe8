package mesh.lab.sim.mutant;

import java.util.List;

/// Bugs in whom the core and the auction believe.
final class DisbeliefMutants {
    private static final String ELIGIBILITY = "mesh.core.engine.Eligibility";
    private static final String AUCTION = "mesh.auction.engine.AuctionEngine";

    private DisbeliefMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "impostor-believed",
                        "a node that cannot run a job may claim it",
                        ELIGIBILITY,
                        "if (!nodes.canRun(node, job.spec.type(), job.spec.needs())) {",
                        "if (nodes.get(node).isEmpty()) {"),
                new Mutant(
                        "draining-settles",
                        "a node that drained before the offer may settle it",
                        ELIGIBILITY,
                        "if (drains != null && drains.isBefore(since)) {",
                        "if (drains == null && since == null) {"),
                new Mutant(
                        "slot-freed-by-anyone",
                        "whoever settles an award ends it at the auction",
                        AUCTION,
                        "attempt == settlement.attempt() && node.equals(settlement.node());",
                        "attempt == settlement.attempt();"),
                new Mutant(
                        "auction-forgets-its-award",
                        "an offer that comes again is awarded again",
                        AUCTION,
                        "repeats.answer(offer, won).ifPresent(decisions::add);",
                        "offers.add(offer, now);"),
                new Mutant(
                        "restarted-auction-knows-nothing",
                        "what nodes name as running is not counted",
                        AUCTION,
                        "node, heartbeat.running(), most,",
                        "node, List.of(), most,"),
                new Mutant(
                        "incapable-claim-awarded",
                        "an offer goes to a node that claims it and cannot run it",
                        AUCTION,
                        ".filter(has -> offer.needs().satisfiedBy(has, offer.type()))",
                        ".filter(has -> has != null)"),
                new Mutant(
                        "waiting-offer-given-away",
                        "an offer that waits goes to whatever node names its attempt",
                        AUCTION,
                        "&& requirements.isCapable(node, pending.requirement()))",
                        ")"),
                new Mutant(
                        "claim-outranks-the-core",
                        "an offer of an earlier attempt than a node claims is not auctioned",
                        AUCTION,
                        "case Won _, Over _ when !contradictions.insists(offer, now) -> {}",
                        "case Claimed claim when claim.attempt() > offer.attempt() -> {}"
                                + " case Won _, Over _ when !contradictions.insists(offer, now)"
                                + " -> {}"));
    }
}
