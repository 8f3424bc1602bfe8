package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A broker that is connected and does not answer.
class AnsweringTest {
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Answering answering = new Answering(new Line(new Silent()));

    private final class Silent implements Way, Life {
        @Override
        public String url() {
            return "vm://silent";
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public boolean isWithin() {
            return true;
        }

        @Override
        public Life connect(BooleanSupplier done) {
            return this;
        }

        @Override
        public CompletableFuture<Void> broken() {
            return new CompletableFuture<>();
        }

        @Override
        public BrokerSession session(boolean transacted) {
            return (BrokerSession)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {BrokerSession.class},
                            (_, method, _) -> {
                                if (method.getName().equals("look")) {
                                    answers.await();
                                }
                                return method.getReturnType() == boolean.class ? false : null;
                            });
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void answer() {
        answers.countDown();
    }

    @Test
    void silence_is_noticed_and_what_is_delivered_ends_it_until_there_is_silence_again() {
        assertThat(answering.lately()).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(() -> !answering.lately());

        answering.answered();
        assertThat(answering.lately()).isTrue();

        // The first question still waits.
        await().atMost(Duration.ofSeconds(20)).until(() -> !answering.lately());

        answers.countDown();
        await().atMost(Duration.ofSeconds(20)).until(answering::lately);
    }
}
