package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import mesh.protocol.JobId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;

/// A party that settles without a pause, and another one that reads what it settles; what was
/// acknowledged to the first has to come to the second.
final class Traffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// How long a refused sender waits before it sends the same again.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Link sender;
    private final Set<JobId> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<JobId> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Link.Subscription reading;
    private final List<Thread> senders;

    Traffic(Link sender, Link reader) {
        this(sender, reader, 1);
    }

    Traffic(Link sender, Link reader, int threads) {
        this.sender = sender;
        this.reading = reader.subscribe(Source.settlements("core"), this::read);
        this.senders =
                java.util.stream.IntStream.range(0, threads)
                        .mapToObj(_ -> Thread.ofVirtual().start(this::send))
                        .toList();
    }

    private List<Settlement> read(List<Delivery<Settlement>> batch) {
        batch.forEach(delivery -> seen.add(delivery.message().job()));
        return List.of();
    }

    private void send() {
        while (!stopped.get()) {
            Settlement settlement = Records.settlement("n1", "1");
            while (!stopped.get() && !sent(settlement)) {
                refused.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private boolean sent(Settlement settlement) {
        try {
            sender.send(List.of(settlement));
            acknowledged.add(settlement.job());
            return true;
        } catch (LinkException refusal) {
            return false;
        }
    }

    long acknowledged() {
        return acknowledged.size();
    }

    long seen() {
        return seen.size();
    }

    long refused() {
        return refused.get();
    }

    void awaitMore(int more) {
        awaitMore(more, PATIENCE);
    }

    /// Waits until this many more have come.
    void awaitMore(int more, Duration patience) {
        long wanted = seen.size() + more;
        await().pollInterval(Duration.ofMillis(2))
                .atMost(patience)
                .until(() -> seen.size() >= wanted);
    }

    void stop() {
        stopped.set(true);
        senders.forEach(
                each -> {
                    try {
                        each.join();
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Nothing that was acknowledged is lost.
    void awaitAcknowledged() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsAll(acknowledged));
    }

    @Override
    public void close() {
        stop();
        reading.close();
    }
}
