package mesh.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final Facts facts = new Facts();
    private final AuctionService service =
            new AuctionService(AuctionConfiguration.defaults(), facts.clock());
    private final FailingLink link = new FailingLink(new MemoryBroker(facts.clock()).connect());
    private final Ticker ticker = new Ticker(service, link);

    @Test
    void is_idle_while_no_offer_waits() {
        assertThat(ticker.isIdle()).isTrue();
        service.heartbeats(List.of(facts.heartbeat(facts.node("a", 1))));
        Offer first = facts.offer();
        offer(first);
        assertThat(ticker.isIdle()).as("awarded").isTrue();

        offer(facts.offer());
        assertThat(ticker.isIdle()).as("no slot is free").isFalse();
        settle(first);
        assertThat(ticker.isIdle()).isTrue();
    }

    @Test
    void is_not_idle_while_what_it_has_to_say_is_not_sent() {
        service.heartbeats(List.of(facts.heartbeat(facts.node("a", 1))));
        Offer first = facts.offer();
        offer(first);
        offer(facts.offer());
        facts.pass(AuctionConfiguration.defaults().market().patience());
        link.failSends(1);
        ticker.step();
        settle(first);
        assertThat(service.pending()).isZero();
        assertThat(ticker.isIdle()).as("that no slot was free is still to be said").isFalse();
        ticker.step();
        assertThat(ticker.isIdle()).isTrue();
    }

    private void settle(Offer offer) {
        service.settlements(
                List.of(new Delivery<>(Facts.succeeded(offer, "a"), facts.clock().instant())));
    }

    private void offer(Offer offer) {
        service.offers(List.of(new Delivery<>(offer, facts.clock().instant())));
    }
}
