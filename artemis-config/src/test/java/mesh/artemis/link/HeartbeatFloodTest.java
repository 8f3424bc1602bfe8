package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.StandingBid;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Heartbeats are bounded by what readers have not read, not by how many nodes ever sent one.
@Timeout(120)
class HeartbeatFloodTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int INVENTED = 15_000;
    private static final int BUSY = 300;

    private final ConcurrentHashMap<String, Long> newest = new ConcurrentHashMap<>();

    private void read() {
        link.subscribe(
                Source.heartbeats(),
                batch -> {
                    batch.forEach(
                            one ->
                                    newest.merge(
                                            one.message().node().value(),
                                            one.message().seq(),
                                            Math::max));
                    return List.of();
                });
    }

    /// A heartbeat as nodes of earlier versions sent them at most.
    private static Heartbeat busy(String node) {
        List<AttemptRef> settled =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> new AttemptRef(new JobId(new UUID(i, i)), 1))
                        .toList();
        return new Heartbeat(
                new NodeId(node),
                "first",
                1,
                null,
                4,
                0,
                false,
                StandingBid.FREE,
                List.of(),
                "0.1.0",
                settled);
    }

    private void awaitHonest(long seq) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            link.send(List.of(Records.heartbeat("honest", seq)));
                            return newest.getOrDefault("honest", 0L) == seq;
                        });
    }

    @Test
    void thousands_of_invented_nodes_and_hundreds_of_busy_ones_keep_nobody_from_being_heard() {
        read();
        awaitHonest(1);
        for (int i = 0; i < INVENTED; i += 100) {
            var some = new ArrayList<Message>();
            for (int j = i; j < i + 100; j++) {
                some.add(Records.heartbeat("invented-" + j, 1));
            }
            link.send(some);
        }
        awaitHonest(2);
        for (int i = 0; i < BUSY; i++) {
            link.send(List.of(busy("busy-" + i)));
        }
        awaitHonest(3);
        assertThat(newest).hasSizeGreaterThan(BUSY);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    @Test
    void a_reader_that_hangs_keeps_no_other_from_hearing() {
        var gate = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        try (ArtemisLink hanging = newLink()) {
            hanging.subscribe(
                    Source.heartbeats(),
                    _ -> {
                        taken.countDown();
                        try {
                            gate.await();
                        } catch (InterruptedException over) {
                            Thread.currentThread().interrupt();
                        }
                        return List.of();
                    });
            read();
            for (int i = 0; i < 2 * Source.MOST_RECENT; i += 100) {
                var some = new ArrayList<Message>();
                for (int j = 0; j < 100; j++) {
                    some.add(Records.heartbeat("node-" + j, i + 1L));
                }
                link.send(some);
            }
            awaitHonest(1);
            gate.countDown();
        }
    }

    /// How much of the address' bound is taken.
    private static long waiting() {
        return held(SimpleString.of(Address.HEARTBEATS.name()));
    }

    private static long held(SimpleString address) {
        try {
            return BrokerProbe.server(broker)
                    .getPagingManager()
                    .getPageStore(address)
                    .getAddressSize();
        } catch (Exception unknown) {
            throw new AssertionError(unknown);
        }
    }
}
