package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandsTest {
    private static final int FEW = 2;

    @Test
    void does_many_tasks_with_few_threads() throws Exception {
        try (var hands = new Hands("test", FEW)) {
            ExecutorService executor = hands.shared();
            var threads = new ArrayList<String>();
            var done = new CountDownLatch(1_000);
            for (int task = 0; task < 1_000; task++) {
                executor.execute(
                        () -> {
                            synchronized (threads) {
                                threads.add(Thread.currentThread().getName());
                            }
                            done.countDown();
                        });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            synchronized (threads) {
                assertThat(threads.stream().distinct()).isSubsetOf("test-1", "test-2");
            }
        }
    }

    /// As a broker's sessions do that wait until a queue's own tasks are done.
    @Test
    void tasks_that_all_wait_for_one_behind_them_do_not_wait_for_ever() throws Exception {
        try (var hands = new Hands("test", FEW)) {
            standStill(hands);
        }
    }

    @Test
    void who_watches_rests_while_no_task_waits_and_then_looks_again() throws Exception {
        try (var hands = new Hands("test", FEW)) {
            for (int time = 0; time < 2; time++) {
                await().until(hands::isAtRest);
                hands.shared().submit(() -> {}).get(10, TimeUnit.SECONDS);
                standStill(hands);
            }
        }
    }

    /// Each thread waits for a task that none is left for.
    private static void standStill(Hands hands) throws InterruptedException {
        ExecutorService executor = hands.shared();
        var last = new CountDownLatch(1);
        var done = new CountDownLatch(3 * FEW);
        for (int task = 0; task < 3 * FEW; task++) {
            executor.execute(
                    () -> {
                        try {
                            last.await();
                            done.countDown();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
        executor.execute(last::countDown);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(hands.count()).isEqualTo(FEW));
    }

    /// The broker shuts its executors down one before the other, and hands tasks to those that are
    /// left.
    @Test
    void one_executor_that_is_shut_down_ends_no_other() throws Exception {
        try (var hands = new Hands("test", FEW)) {
            ExecutorService first = hands.shared();
            first.shutdown();
            assertThat(first.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
            var done = new CompletableFuture<Void>();
            hands.shared().execute(() -> done.complete(null));
            done.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void ends_with_what_was_to_be_done() {
        var done = new AtomicInteger();
        var hands = new Hands("test", FEW);
        for (int task = 0; task < 100; task++) {
            hands.shared().execute(done::incrementAndGet);
        }
        hands.close();
        assertThat(done).hasValue(100);
    }
}
