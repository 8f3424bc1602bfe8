package mesh.auction;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.Control;
import org.junit.jupiter.api.Test;

class CallTest {

    @Test
    void an_auction_that_starts_calls_the_nodes() {
        var facts = new Facts();
        var broker = new MemoryBroker(facts.clock());
        var called = new CopyOnWriteArrayList<Control>();
        try (Link node = broker.connect();
                Link link = broker.connect()) {
            node.subscribe(
                    Source.control(new NodeId("a")),
                    batch -> {
                        batch.forEach(one -> called.add(one.message()));
                        return List.of();
                    });
            try (Auction _ = Auction.start(AuctionConfiguration.defaults(), link, facts.clock())) {
                await().until(() -> called.equals(List.of(Control.call())));
            }
        }
    }
}
