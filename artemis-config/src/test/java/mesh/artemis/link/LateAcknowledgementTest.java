package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

/// Within the broker's process what is done with is acknowledged a little later, with more. Nobody
/// notices who is not killed in between.
class LateAcknowledgementTest extends OneBrokerFixture {
    private static final Source<Settlement> SOURCE = Source.settlements("core");

    @Override
    ArtemisLink newLink() {
        return Links.within(broker);
    }

    private static List<Settlement> some(int count) {
        var some = new ArrayList<Settlement>();
        for (int number = 0; number < count; number++) {
            some.add(Records.settlement("n1", String.valueOf(number)));
        }
        return some;
    }

    private static void awaitGone() {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(
                        () ->
                                assertThat(BrokerProbe.queue(broker, "core").getMessageCount())
                                        .isZero());
    }

    @Test
    void comes_also_where_nothing_comes_after_what_was_done() {
        var seen = new Collected<Settlement>();
        link.subscribe(SOURCE, seen);
        for (Settlement one : some(3)) {
            link.send(List.of(one));
        }
        seen.await(3);
        awaitGone();
    }

    @Test
    void comes_before_a_reader_is_closed() {
        for (int round = 0; round < 20; round++) {
            var seen = new Collected<Settlement>();
            Link.Subscription reading = link.subscribe(SOURCE, seen);
            Settlement one = Records.settlement("n1", String.valueOf(round));
            link.send(List.of(one));
            seen.await(1);
            reading.close();
            assertThat(seen.records()).containsExactly(one);
        }
        awaitGone();
    }

    @Test
    void has_no_part_in_what_is_given_back() {
        List<Settlement> sent = some(3);
        var seen = new CopyOnWriteArrayList<Settlement>();
        link.subscribe(SOURCE, failingAtFirst(sent, seen));
        link.send(List.of(sent.getFirst()));
        // The second comes twice, for it failed once; the first, which was done before, does not.
        await().until(() -> seen.contains(sent.getLast()));
        assertThat(seen).containsExactly(sent.get(0), sent.get(1), sent.get(1), sent.get(2));
        awaitGone();
    }

    /// Sends the next when it gets one, so that they come close after each other, and fails on the
    /// second when that comes for the first time.
    private Link.BatchHandler<Settlement> failingAtFirst(
            List<Settlement> sent, List<Settlement> seen) {
        return batch -> {
            for (Delivery<Settlement> delivery : batch) {
                Settlement one = delivery.message();
                boolean again = seen.contains(one);
                seen.add(one);
                if (one.equals(sent.get(0)) && !again) {
                    link.send(List.of(sent.get(1)));
                }
                if (one.equals(sent.get(1))) {
                    if (!again) {
                        throw new IllegalStateException("on purpose");
                    }
                    link.send(List.of(sent.get(2)));
                }
            }
            return List.<Message>of();
        };
    }
}
