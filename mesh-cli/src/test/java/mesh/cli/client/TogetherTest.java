package mesh.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TogetherTest {
    private static final List<String> IDS =
            IntStream.range(0, 50).mapToObj(String::valueOf).toList();

    @Test
    void hands_over_every_answer_once_and_asks_no_more_at_once_than_it_may() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var answers = new ArrayList<String>();
        Together.each(
                IDS,
                4,
                id -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    now.decrementAndGet();
                    return id;
                },
                answers::add);
        assertThat(answers).containsExactlyInAnyOrderElementsOf(IDS);
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    @Timeout(30)
    void tells_a_failure_at_once_though_others_are_still_waited_for() {
        var never = new CountDownLatch(1);
        assertThatThrownBy(
                        () ->
                                Together.each(
                                        IDS,
                                        4,
                                        id -> {
                                            if (id.equals("1")) {
                                                throw new IllegalStateException("refused");
                                            }
                                            return await(never);
                                        },
                                        _ -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("refused");
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "";
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }
}
