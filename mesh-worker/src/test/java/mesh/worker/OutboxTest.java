package mesh.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;
import mesh.worker.node.Sayings;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final int ATTEMPTS = 10_000;

    /// What an attempt has to say is there when the outbox looks whether something is due, and gone
    /// with its settlement when it takes it.
    @Test
    void goes_on_when_what_was_to_be_said_went_out_with_a_settlement() {
        var chance = new SplittableRandom(1);
        var sent = new AtomicInteger();
        try (var link = new MemoryBroker(InstantSource.system()).connect();
                var outbox =
                        new Outbox(
                                link,
                                new Sayings(NODE),
                                batch ->
                                        batch.forEach(
                                                one ->
                                                        sent.addAndGet(
                                                                one instanceof Settlement ? 1 : 0)),
                                Duration.ofSeconds(5))) {
            outbox.start();
            for (int i = 1; i <= ATTEMPTS; i++) {
                int so = i;
                var ref = new AttemptRef(JobId.make(Instant.EPOCH, chance), 1);
                outbox.speech().open(ref, null);
                outbox.settle(Settlement.succeeded(ref, NODE, Json.NULL, Settlement.Usage.NONE));
                await().pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofNanos(1))
                        .until(() -> sent.get() == so);
            }
        }
    }
}
