package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mesh.auction.Facts;
import mesh.auction.engine.Decision.Awarded;
import mesh.auction.engine.Decision.Repeated;
import mesh.auction.engine.Decision.Resent;
import mesh.auction.engine.Decision.Unawarded;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Offer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of a market against a model of its own that knows what each node really is and
/// runs.
class MarketPropertyTest {
    private static final int STEPS = 1_000;
    private static final List<String> NEEDS = List.of("", "gpu >= 1", "gpu >= 2", "region = 'eu'");

    /// Three awards a plan, so that some are cut; offers stay though nobody repeats them.
    private final Market market =
            new Market(
                    new MarketLimits(
                            100_000,
                            1_000_000,
                            Duration.ofDays(1),
                            Duration.ZERO,
                            3,
                            1_000_000,
                            1_000,
                            100_000));
    private final Facts facts = market.facts;
    private final Map<String, Truth> nodes = new LinkedHashMap<>();
    private final Map<JobId, Offer> newest = new HashMap<>();
    private final Map<AttemptRef, NodeId> winners = new HashMap<>();
    private final Set<JobId> ended = new HashSet<>();

    /// What a node really is.
    private static final class Truth {
        private int incarnation = 1;
        private int slots = 1;
        private int gpus;
        private boolean eu;
        private boolean draining;
        private boolean gone = true;
        private Instant heard = Instant.MIN;
        private final Map<AttemptRef, Offer> running = new LinkedHashMap<>();

        boolean can(Offer offer) {
            return switch (offer.needs().selector()) {
                case "" -> true;
                case "gpu >= 1" -> gpus >= 1;
                case "gpu >= 2" -> gpus >= 2;
                default -> eu;
            };
        }

        boolean takesJobs(Instant now) {
            return !gone && !draining && heard.plusSeconds(11).isAfter(now);
        }
    }

    static List<Long> seeds() {
        return new Random(20_260_101).longs(20).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_history_makes_it_award_what_it_must_not_or_keep_what_it_could_award(long seed) {
        var chance = new Random(seed);
        for (int i = 0; i < 6; i++) {
            nodes.put("node-" + i, new Truth());
        }
        for (int step = 0; step < STEPS; step++) {
            facts.pass(Duration.ofMillis(chance.nextInt(200)));
            Plan plan = step(chance);
            check(plan);
            while (plan.cut()) {
                plan = market.engine.tick(facts.now());
                check(plan);
            }
            nothingWaitsThatCouldRun();
        }
        assertThat(winners).as("awards of a whole history").hasSizeGreaterThan(100);
    }

    private Plan step(Random chance) {
        String name = "node-" + chance.nextInt(nodes.size());
        Truth node = nodes.get(name);
        return switch (chance.nextInt(13)) {
            case 0, 1, 2 -> offered(facts.offer(NEEDS.get(chance.nextInt(4)), chance.nextInt(10)));
            case 3 -> repeatedOffer(chance, 0);
            case 4 -> repeatedOffer(chance, 1);
            case 5, 6 -> settle(node, chance);
            case 7 -> {
                change(node, chance);
                yield beat(name, node);
            }
            case 8 -> {
                leave(name, node, chance);
                yield market.engine.tick(facts.now());
            }
            case 9 -> {
                facts.pass(Duration.ofSeconds(chance.nextInt(12)));
                yield market.engine.tick(facts.now());
            }
            case 10 -> forge(name, chance);
            default -> beat(name, node);
        };
    }

    /// A node settles what nobody was awarded, or another was.
    private Plan forge(String name, Random chance) {
        Offer offer = anyLive(chance);
        NodeId winner = offer == null ? null : winners.get(offer.ref());
        if (offer == null) {
            return market.engine.tick(facts.now());
        }
        boolean mayNameIt = winner != null && !winner.value().equals(name);
        int ahead = chance.nextInt(mayNameIt ? 0 : 1, 1_000);
        return market.engine.settled(
                List.of(Facts.succeeded(Facts.attempt(offer, offer.attempt() + ahead), name)),
                facts.now());
    }

    private Plan offered(Offer offer) {
        newest.put(offer.job(), offer);
        return market.engine.offered(List.of(offer), facts.now());
    }

    /// The newest offer of a job that has not ended; null where there is none.
    private Offer anyLive(Random chance) {
        var live =
                newest.values().stream()
                        .filter(o -> !ended.contains(o.job()))
                        .sorted((one, other) -> one.job().compareTo(other.job()))
                        .toList();
        return live.isEmpty() ? null : live.get(chance.nextInt(live.size()));
    }

    private Plan repeatedOffer(Random chance, int later) {
        Offer offer = anyLive(chance);
        if (offer == null) {
            return offered(facts.offer());
        }
        if (later > 0) {
            // The core takes the job back: its node stops what it runs of it.
            nodes.values().forEach(node -> node.running.remove(offer.ref()));
        }
        return offered(Facts.attempt(offer, offer.attempt() + later));
    }

    private Plan settle(Truth node, Random chance) {
        if (node.running.isEmpty()) {
            return market.engine.tick(facts.now());
        }
        var running = new ArrayList<>(node.running.values());
        Offer offer = running.get(chance.nextInt(running.size()));
        node.running.remove(offer.ref());
        ended.add(offer.job());
        return market.engine.settled(
                List.of(Facts.succeeded(offer, winners.get(offer.ref()).value())), facts.now());
    }

    private void change(Truth node, Random chance) {
        node.slots = Math.max(node.running.size(), chance.nextInt(4));
        node.gpus = chance.nextInt(3);
        node.eu = chance.nextBoolean();
        node.draining = chance.nextInt(4) == 0;
    }

    private Plan beat(String name, Truth node) {
        node.gone = false;
        node.heard = facts.now();
        return market.engine.heard(
                List.of(
                        facts.heartbeat(
                                facts.node(
                                                name,
                                                node.slots,
                                                "gpu=" + node.gpus,
                                                node.eu ? "region=eu" : "region=us")
                                        .incarnation("i" + node.incarnation)
                                        .draining(node.draining)
                                        .running(
                                                node.running.keySet().toArray(AttemptRef[]::new)))),
                facts.now());
    }

    /// A node's connection ends, or the node does and comes again as another incarnation.
    private void leave(String name, Truth node, Random chance) {
        node.gone = true;
        if (chance.nextBoolean()) {
            node.running.clear();
            node.incarnation++;
        }
        market.depart(name);
        facts.pass(Duration.ofMillis(1));
    }

    private void check(Plan plan) {
        for (Decision decision : plan.decisions()) {
            switch (decision) {
                case Awarded(Offer offer, NodeId winner, _) -> checkAward(offer, winner);
                case Repeated(Offer offer, NodeId winner) ->
                        assertThat(winners).containsEntry(offer.ref(), winner);
                case Resent(Offer offer, NodeId winner) -> {
                    assertThat(winners).containsEntry(offer.ref(), winner);
                    assertThat(nodes.get(winner.value()).takesJobs(facts.now()))
                            .as("%s takes jobs", winner)
                            .isTrue();
                }
                case Unawarded(Offer offer, _, _) ->
                        assertThat(winners).doesNotContainKey(offer.ref());
            }
        }
    }

    private void checkAward(Offer offer, NodeId winner) {
        Truth node = nodes.get(winner.value());
        assertThat(winners.put(offer.ref(), winner))
                .as("winner before of %s", offer.ref())
                .isNull();
        assertThat(ended).as("jobs that have ended").doesNotContain(offer.job());
        assertThat(offer).isEqualTo(newest.get(offer.job()));
        assertThat(node.takesJobs(facts.now())).as("%s takes jobs", winner).isTrue();
        assertThat(node.can(offer)).as("%s can %s", winner, offer.needs()).isTrue();
        node.running.put(offer.ref(), offer);
        assertThat(node.running.size()).as("running on %s", winner).isLessThanOrEqualTo(node.slots);
    }

    private void nothingWaitsThatCouldRun() {
        for (Offer offer : newest.values()) {
            if (!ended.contains(offer.job()) && !winners.containsKey(offer.ref())) {
                for (var entry : nodes.entrySet()) {
                    Truth node = entry.getValue();
                    assertThat(
                                    node.takesJobs(facts.now())
                                            && node.can(offer)
                                            && market.open(entry.getKey()) < node.slots)
                            .as("%s waits and %s could run it", offer.ref(), entry.getKey())
                            .isFalse();
                }
            }
        }
    }
}
