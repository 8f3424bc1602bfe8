package mesh.core.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mesh.protocol.JobId;

/// Those who wait for a job to end.
final class Waiters {
    private final Map<JobId, List<CountDownLatch>> waiting = new ConcurrentHashMap<>();

    /// Waits until the job has ended or the time is over.
    ///
    /// @param ended whether it has ended already, asked once the waiting has begun, so that no end
    ///     falls between the question and the waiting
    void await(JobId id, Duration most, BooleanSupplier ended) {
        var latch = new CountDownLatch(1);
        waiting.compute(
                id,
                (_, latches) -> {
                    List<CountDownLatch> all =
                            latches == null ? new CopyOnWriteArrayList<>() : latches;
                    all.add(latch);
                    return all;
                });
        try {
            if (!ended.getAsBoolean()) {
                // Whoever waits reads the job again: it does not matter whether it was told.
                var _ = latch.await(most.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.computeIfPresent(
                    id,
                    (_, latches) -> {
                        latches.remove(latch);
                        return latches.isEmpty() ? null : latches;
                    });
        }
    }

    void ended(JobId id) {
        List<CountDownLatch> latches = waiting.get(id);
        if (latches != null) {
            latches.forEach(CountDownLatch::countDown);
        }
    }
}
