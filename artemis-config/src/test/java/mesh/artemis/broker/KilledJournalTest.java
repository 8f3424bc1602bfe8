package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The journal of a broker that was killed while it wrote.
@Timeout(120)
class KilledJournalTest {
    private static final int RESULT = 15_000;
    private static final int FLIPPED = 50_000;

    @TempDir Path data;
    private final AtomicLong sent = new AtomicLong();

    /// Whatever the kill interrupts, the start after it is no false alarm.
    @Test
    void starts_again() throws Exception {
        var chance = new Random(Long.getLong("mesh.seed", 1));
        try (var broker = new BrokerProcess(data)) {
            for (int kill = 0; kill < Integer.getInteger("mesh.kills", 2); kill++) {
                broker.start();
                killAfter(chance.nextInt(5, 1_500), broker, true);
            }
        }
        BrokerProbe.start(data).close();
    }

    @Test
    void is_looked_at_as_far_as_it_was_noted_while_it_was_written() throws Exception {
        try (var broker = new BrokerProcess(data)) {
            broker.start();
            killAfter(60, broker, false);
        }
        flipAll();
        assertThatThrownBy(() -> BrokerProbe.start(data).close())
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(".amq is damaged: its first");
    }

    /// @param read whether what is sent is read, so that files are used again
    private void killAfter(int more, BrokerProcess broker, boolean read)
            throws InterruptedException {
        long wished = sent.get() + more;
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            senders.add(Thread.startVirtualThread(() -> sendUntilKilled(broker.url(), read)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> sent.get() >= wished);
        broker.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /// What cannot be made smaller, so that the journal has much to write.
    private void sendUntilKilled(String url, boolean read) {
        var noise = new byte[RESULT];
        try (ArtemisLink link =
                ArtemisLink.connect(
                        new LinkConfiguration(
                                url, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test"))) {
            if (read) {
                link.subscribe(Source.settlements("core"), new Collected<>());
                link.subscribe(Source.settlements("auction"), new Collected<>());
            }
            while (true) {
                ThreadLocalRandom.current().nextBytes(noise);
                String result = Base64.getEncoder().encodeToString(noise);
                link.send(List.of(Records.settlement("n1", '"' + result + '"')));
                sent.incrementAndGet();
            }
        } catch (RuntimeException killed) {
            // It was.
        }
    }

    /// In each file, so also in the one that was written.
    private void flipAll() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("broker/journal"))) {
            for (Path file : all.filter(each -> each.toString().endsWith(".amq")).toList()) {
                try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.seek(FLIPPED);
                    int was = bytes.read();
                    bytes.seek(FLIPPED);
                    bytes.write(was ^ 1);
                }
            }
        }
    }
}
