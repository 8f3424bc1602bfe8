package mesh.protocol.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.protocol.message.Message;
import org.awaitility.Awaitility;

/// A handler that keeps what it gets and answers nothing.
public final class Collected<M extends Message> implements Link.BatchHandler<M> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final List<Delivery<M>> deliveries = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();

    @Override
    public List<? extends Message> handle(List<Delivery<M>> batch) {
        batches.add(batch.size());
        deliveries.addAll(batch);
        return List.of();
    }

    public List<M> records() {
        return deliveries.stream().map(Delivery::message).toList();
    }

    public List<Delivery<M>> deliveries() {
        return deliveries;
    }

    public List<Integer> batches() {
        return batches;
    }

    /// Waits until it has this many.
    public List<M> await(int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> deliveries.size() >= count);
        return records();
    }
}
