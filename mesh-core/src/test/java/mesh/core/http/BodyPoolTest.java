package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyPoolTest {
    private final BodyPool pool = new BodyPool(100, 75);
    private final AtomicLong one = new AtomicLong();
    private final AtomicLong other = new AtomicLong();

    @Test
    void one_client_leaves_room_for_another() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            BodyPool.Loan own = pool.lend(one);
            own.growTo(70);
            try (var another = pool.lend(other)) {
                another.growTo(25);
                assertThat(pool.held()).isEqualTo(95);
            }
            Future<String> more = threads.submit(asking(one, 10));
            await().until(() -> pool.waiting() == 1);
            own.close();
            assertThat(more.get()).isEqualTo("taken");
        }
    }

    @Test
    void makes_the_last_give_way_where_all_wait_for_each_other() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            BodyPool.Loan first = pool.lend(one);
            BodyPool.Loan second = pool.lend(other);
            first.growTo(50);
            second.growTo(50);
            Future<String> more =
                    threads.submit(
                            () -> {
                                first.growTo(60);
                                return "taken";
                            });
            await().until(() -> !more.isDone() && pool.waiting() == 1);
            assertThatThrownBy(() -> second.growTo(60))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(503));
            second.close();
            assertThat(more.get()).isEqualTo("taken");
        }
    }

    @Test
    void keeps_nothing_of_what_was_given_back() {
        for (int i = 0; i < 3; i++) {
            try (var loan = pool.lend(one)) {
                loan.growTo(75);
            }
        }
        assertThat(pool.held()).isZero();
    }

    private Callable<String> asking(AtomicLong client, long bytes) {
        return () -> {
            try (var loan = pool.lend(client)) {
                loan.growTo(bytes);
                return "taken";
            }
        };
    }
}
