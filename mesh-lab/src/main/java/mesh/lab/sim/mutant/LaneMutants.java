package mesh.lab.sim.mutant;

import java.util.List;

/// Deliberate bugs in what is put on offer, and what is awarded of it.
final class LaneMutants {
    private static final String ENGINE = "mesh.core.engine.CoreEngine";
    private static final String BOOK = "mesh.core.engine.OfferBook";
    private static final String ON_OFFER = "mesh.core.engine.OnOffer";
    private static final String AUCTION = "mesh.auction.engine.AuctionEngine";
    private static final String MATCHING = "mesh.auction.engine.Matching";
    private static final String JUDGING = "mesh.auction.engine.Judging";
    private static final String FLOOR = "mesh.auction.engine.Floor";

    private LaneMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "offers-not-repeated",
                        "an offer that was lost is not made again",
                        ENGINE,
                        "offers.repeat(now, settings.offerAgain()).forEach(again -> want(again, turn));",
                        ""),
                new Mutant(
                        "call-ignored",
                        "the whole of a probe is not sent when the auction asks for it",
                        BOOK,
                        "if (reason == NoAward.READY) {",
                        "if (reason == NoAward.READY) { if (now != null) { return; }"),
                new Mutant(
                        "call-said-once",
                        "the whole of a probe that did not come is not asked for again",
                        AUCTION,
                        "matching.recall(now);",
                        ""),
                new Mutant(
                        "probe-awarded",
                        "a probe is awarded as if it carried the work",
                        MATCHING,
                        "if (pending.offer().probe()) {",
                        "if (pending.offer().probe() && winner == null) {"),
                new Mutant(
                        "taken-back-forgotten",
                        "what a lane that grows narrow takes back is not offered again",
                        BOOK,
                        "findsNone(last); line.waiting.putFirst(last.id(), last);",
                        "findsNone(last);"),
                new Mutant(
                        "blocked-not-repeated",
                        "what no node could run is not offered to an auction that was started anew",
                        ON_OFFER,
                        "take(blocked, before, unknown ? UNKNOWN_A_TICK : BLOCKED_A_TICK, now, due);",
                        ""),
                new Mutant(
                        "blocked-lane-stays-shut",
                        "a lane that no node could run offers nothing any more",
                        "mesh.core.engine.Window",
                        "proven = false; size = 1;",
                        "proven = false; size = 0;"),
                new Mutant(
                        "new-node-not-judged",
                        "what a node that joins can run of what waits is not found out",
                        JUDGING,
                        "if (!all.isEmpty()) {",
                        "if (all.isEmpty()) {"),
                new Mutant(
                        "incapable-node-awarded",
                        "a node that cannot run a job is awarded",
                        FLOOR,
                        "return reach.profiles().contains(profiles.of(node));",
                        "return node != null;"));
    }
}
