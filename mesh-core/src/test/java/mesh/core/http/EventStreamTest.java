package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mesh.core.EventView;
import mesh.core.http.edge.Bounds;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
    private static final JobId ID = JobId.make(Instant.EPOCH, new Random(1));

    private EventStreams streams;

    @Test
    void cuts_off_a_client_that_reads_nothing_when_the_next_event_finds_it_so() {
        streams(Duration.ofSeconds(1), Duration.ofMillis(50));
        var opened = new AtomicReference<EventStream>();
        var ended = new AtomicReference<Exception>();
        Thread.startVirtualThread(
                () -> {
                    try (EventStream stream = streams.open()) {
                        opened.set(stream);
                        stream.write(new Blocked(), true, _ -> false);
                    } catch (IOException cutOff) {
                        ended.set(cutOff);
                    }
                });
        await().until(() -> opened.get() != null);
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            opened.get().offer(List.of(event(1)));
                            return ended.get() != null;
                        });
        assertThat(streams.count()).isZero();
    }

    @Test
    void tells_a_client_that_was_too_slow() throws IOException {
        streams(Duration.ofSeconds(1), Duration.ofMinutes(1));
        var out = new ByteArrayOutputStream();
        try (EventStream stream = streams.open()) {
            for (int seq = 1; seq <= 4; seq++) {
                stream.offer(List.of(event(seq)));
            }
            stream.write(out, true, _ -> false);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("event: dropped\n");
    }

    /// A few events with much in them fill the memory as well as many with little.
    @Test
    void partial_results_that_wait_for_a_client_are_bounded_by_their_size() throws IOException {
        streams(Duration.ofSeconds(1), Duration.ofMinutes(1));
        var out = new ByteArrayOutputStream();
        try (EventStream stream = streams.open()) {
            stream.offer(List.of(partial(1, 600)));
            stream.offer(List.of(partial(2, 600)));
            stream.write(out, true, _ -> false);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("event: dropped\n");
    }

    @Test
    void what_is_written_makes_room() throws IOException {
        streams(Duration.ofSeconds(1), Duration.ofMinutes(1));
        try (EventStream stream = streams.open()) {
            var next = new AtomicInteger(1);
            var out =
                    new ByteArrayOutputStream() {
                        @Override
                        public void flush() {
                            stream.offer(List.of(partial(next.getAndIncrement(), 600)));
                        }
                    };
            stream.write(out, true, event -> event.number() == 5);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("\"number\":5")
                    .doesNotContain("event: dropped");
        }
    }

    private static EventView partial(int number, int size) {
        var value = new Json("\"" + "x".repeat(size - 2) + "\"");
        var said =
                Progress.partial(
                        new AttemptRef(ID, 1), new NodeId("n1"), new Partial(number, value));
        return EventView.said(said, 3, StateName.RUNNING, Instant.EPOCH).orElseThrow();
    }

    @Test
    void says_that_it_is_still_there_when_nothing_happens() throws IOException {
        streams(Duration.ofMillis(20), Duration.ofMinutes(1));
        var heard = new CountDownLatch(3);
        try (EventStream stream = streams.open()) {
            var out =
                    new ByteArrayOutputStream() {
                        @Override
                        public void flush() {
                            heard.countDown();
                            if (heard.getCount() == 0) {
                                stream.offer(List.of(event(1)));
                            }
                        }
                    };
            stream.write(out, true, _ -> true);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith(": open\nretry: 2000\n\n: still here\n\n: still here\n\n")
                    .contains("id: 1\nevent: started\ndata: {\"job\":\"" + ID);
        }
    }

    private EventStreams streams(Duration heartbeat, Duration stalled) {
        streams =
                new EventStreams(
                        new HttpLimits(Bounds.ofThisProcess(), heartbeat, stalled, 2, 1_000));
        return streams;
    }

    @AfterEach
    void end() {
        streams.close();
    }

    private static EventView event(int seq) {
        return new EventView(
                ID, seq, Instant.EPOCH, "started", StateName.RUNNING, 1, null, null, null, null);
    }

    /// What writing to a client that never reads is like.
    private static final class Blocked extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                throw new IOException("closed by interruption", closed);
            }
        }
    }
}
