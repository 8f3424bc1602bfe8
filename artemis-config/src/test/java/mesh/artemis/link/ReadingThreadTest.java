package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nothing that is thrown ends the reading of a source.
@Timeout(60)
class ReadingThreadTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Reads offers, and fails as often as it is told to.
    private static final class Work implements ReadingThread.Work {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger opensToFail = new AtomicInteger();
        private final AtomicInteger takesToFail = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();
        private final Throwable failure;

        private Work(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public Inlet open(BrokerSession session) throws JMSException {
            if (opened.getAndIncrement() > 0 && opensToFail.getAndDecrement() > 0) {
                throw new NameTakenException("n1");
            }
            return Consumers.open(session, Source.offers());
        }

        @Override
        public void take(Arrival first, Inlet inlet, BrokerSession session) throws JMSException {
            if (takesToFail.getAndDecrement() > 0) {
                throw Work.<RuntimeException>sneaky(failure);
            }
            session.commit();
            taken.incrementAndGet();
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> T sneaky(Throwable any) throws T {
            throw (T) any;
        }
    }

    private void readsOnAfter(Throwable failure) {
        var work = new Work(failure);
        work.takesToFail.set(3);
        link.send(List.of(Records.offer(1)));
        try (Line line = new Line(way());
                Subscription _ =
                        ReadingThread.start(line, "a test", work, () -> {}, Duration.ZERO)) {
            await().atMost(PATIENCE).until(() -> work.taken.get() == 1);
            assertThat(work.opened).hasValue(4);
        }
    }

    @Test
    void reads_on_after_an_error_of_the_virtual_machine() {
        readsOnAfter(new OutOfMemoryError("on purpose"));
    }

    @Test
    void reads_on_after_an_exception_that_nothing_declares() {
        readsOnAfter(new Exception("on purpose"));
    }

    @Test
    void reads_on_after_a_failure_that_cannot_even_be_told() {
        readsOnAfter(
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String toString() {
                        throw new OutOfMemoryError("on purpose");
                    }
                });
    }

    @Test
    void waits_without_an_end_for_a_queue_that_it_has_lost() {
        var work = new Work(new StackOverflowError());
        work.takesToFail.set(1);
        work.opensToFail.set(5);
        link.send(List.of(Records.offer(1)));
        try (Line line = new Line(way());
                Subscription _ =
                        ReadingThread.start(line, "a test", work, () -> {}, Duration.ZERO)) {
            await().atMost(PATIENCE).until(() -> work.taken.get() == 1);
            assertThat(work.opened).hasValue(7);
        }
    }

    @Test
    void commits_and_reads_on_after_a_handler_that_was_interrupted() {
        var seen = new Collected<Offer>();
        link.subscribe(
                Source.offers(),
                batch -> {
                    seen.handle(batch);
                    Thread.currentThread().interrupt();
                    return List.of();
                });
        Offer first = Records.offer(1);
        link.send(List.of(first));
        seen.await(1);
        Offer last = Records.offer(2);
        link.send(List.of(last));
        assertThat(seen.await(2)).containsExactly(first, last);
    }

    @Test
    void says_again_that_a_node_left_when_the_first_time_failed() {
        var departed = new CopyOnWriteArrayList<NodeId>();
        var told = new AtomicInteger();
        link.watchDepartures(
                node -> {
                    if (told.getAndIncrement() == 0) {
                        throw new StackOverflowError("on purpose");
                    }
                    departed.add(node);
                });
        var n1 = new NodeId("n1");
        link.subscribe(Source.assignments(n1, Records.capabilities(Map.of())), new Collected<>())
                .close();
        await().atMost(PATIENCE).until(() -> departed.contains(n1));
    }
}
