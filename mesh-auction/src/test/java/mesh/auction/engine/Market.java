package mesh.auction.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import mesh.auction.AuctionConfiguration;
import mesh.auction.Facts;
import mesh.auction.Facts.Beat;
import mesh.auction.engine.Decision.Awarded;
import mesh.auction.engine.Decision.Repeated;
import mesh.auction.engine.Decision.Resent;
import mesh.auction.engine.Decision.Unawarded;
import mesh.protocol.NodeId;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;

/// An engine and the facts it is fed, with plans written as texts: `1@a` is attempt 1 awarded to
/// node a, `again 1@a` the same said to the core again, `resent 1@a` to the node as well,
/// `1:no-free-slot` a reason why not.
final class Market {
    final Facts facts = new Facts();
    final AuctionEngine engine;

    Market() {
        this(limits(100_000, Duration.ZERO, 500, 1_000));
    }

    Market(MarketLimits limits) {
        engine =
                new AuctionEngine(
                        AuctionConfiguration.defaults().liveness(),
                        limits,
                        Ranking.standard(),
                        "market");
    }

    static MarketLimits limits(
            int mostPending, Duration patience, int mostAwards, int mostExplanations) {
        return new MarketLimits(
                mostPending,
                1_000_000,
                Duration.ofSeconds(60),
                patience,
                mostAwards,
                1_000_000,
                mostExplanations,
                100_000);
    }

    List<String> offer(Offer... offers) {
        return words(engine.offered(Arrays.asList(offers), facts.now()));
    }

    List<String> settle(Settlement... settlements) {
        return words(engine.settled(Arrays.asList(settlements), facts.now()));
    }

    List<String> hear(Beat... beats) {
        return words(
                engine.heard(Arrays.stream(beats).map(facts::heartbeat).toList(), facts.now()));
    }

    void depart(String node) {
        engine.departed(new NodeId(node), facts.now());
    }

    List<String> tick() {
        return words(engine.tick(facts.now()));
    }

    List<String> tickAfter(Duration time) {
        facts.pass(time);
        return tick();
    }

    int open(String node) {
        return engine.open(new NodeId(node));
    }

    static List<String> words(Plan plan) {
        return plan.decisions().stream()
                .map(
                        decision ->
                                switch (decision) {
                                    case Awarded(Offer offer, NodeId node, _) ->
                                            offer.attempt() + "@" + node;
                                    case Repeated(Offer offer, NodeId node) ->
                                            "again " + offer.attempt() + "@" + node;
                                    case Resent(Offer offer, NodeId node) ->
                                            "resent " + offer.attempt() + "@" + node;
                                    case Unawarded(Offer offer, var reason, _) ->
                                            offer.attempt() + ":" + reason.wireName();
                                })
                .toList();
    }

    static List<Offer> awarded(Plan plan) {
        return plan.decisions().stream()
                .filter(Awarded.class::isInstance)
                .map(decision -> ((Awarded) decision).offer())
                .toList();
    }
}
