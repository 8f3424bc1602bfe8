package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mesh.core.Labels;
import mesh.core.store.Store.OpenRow;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;

/// The core's one thread asks the store in its turns. However many slow readers there are, it waits
/// for none of them: as long as it stands, nobody's heartbeat is read.
class ReadersTest extends StoreFixture {
    private final CountDownLatch gate = new CountDownLatch(1);

    static Stream<StoreKind> stores() {
        return Stream.of(new StoreKind.Sqlite());
    }

    @Test
    void who_writes_waits_for_no_reader() {
        JobId dead = fail("why", NOW);
        admit(Labels.NONE);
        admit(Labels.NONE);
        commit();
        var reading = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SqliteDatabase.READERS; i++) {
                threads.execute(() -> store.open(row -> stay(row, reading)));
            }
            await().until(() -> reading.get() == SqliteDatabase.READERS);
            var answers = new ArrayList<CompletableFuture<?>>();
            for (Supplier<?> question :
                    List.<Supplier<?>>of(
                            store::room,
                            () -> store.isDead(dead),
                            () -> store.requeued(dead),
                            () -> store.remembered("key"),
                            () -> store.ended(List.of(dead)))) {
                answers.add(CompletableFuture.supplyAsync(question, threads));
            }
            try {
                assertThat(answers).allSatisfy(ReadersTest::isAnswered);
            } finally {
                gate.countDown();
            }
        }
    }

    /// Well before a reader gives up waiting for the others.
    private static void isAnswered(CompletableFuture<?> answer) {
        assertThat(answer).succeedsWithin(Duration.ofSeconds(20));
    }

    private void stay(OpenRow row, AtomicInteger reading) {
        reading.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("held up at " + row, interrupted);
        }
    }
}
