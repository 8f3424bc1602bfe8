package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.JobId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker on a real disk of 64 MB, where a small file system may be mounted.
@Timeout(120)
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    @TempDir Path directory;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64m", "none", disk.toString()),
                "nobody may mount here");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private long free() throws IOException {
        return Files.getFileStore(disk).getUsableSpace();
    }

    private static boolean sent(ArtemisLink link, Settlement settlement, Set<JobId> acknowledged) {
        try {
            link.send(List.of(settlement));
            acknowledged.add(settlement.job());
            return true;
        } catch (LinkException refused) {
            return false;
        }
    }

    private static Settlement large(int number) {
        return Records.settlement("n1", "\"" + number + "x".repeat(60_000) + "\"");
    }

    @Test
    void that_its_own_messages_fill_refuses_more_and_has_room_again_when_they_are_read()
            throws Exception {
        try (EmbeddedBroker broker = BrokerProbe.start(disk);
                ArtemisLink link = Links.connect(broker.url())) {
            assertThat(free()).isGreaterThan(50 << 20);
            var acknowledged = new HashSet<JobId>();
            for (int round = 0; round < 2; round++) {
                int number = 0;
                while (sent(link, large(number), acknowledged)) {
                    number++;
                }
                assertThat(number).isGreaterThan(50);
                assertThat(sent(link, large(number), acknowledged)).isFalse();
                assertThat(free()).isGreaterThan(4 << 20);
                var seen = new Collected<Settlement>();
                try (var _ = link.subscribe(Source.settlements("core"), seen);
                        var _ = link.subscribe(Source.settlements("auction"), _ -> List.of())) {
                    await().atMost(PATIENCE).until(() -> sent(link, large(0), acknowledged));
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () ->
                                            assertThat(seen.records())
                                                    .extracting(Settlement::job)
                                                    .containsAll(acknowledged));
                }
                acknowledged.clear();
            }
        }
    }

    @Test
    void that_another_program_fills_to_the_last_byte_stops_nobody_for_longer_than_that()
            throws Exception {
        Path other = disk.resolve("other");
        try (EmbeddedBroker broker = BrokerProbe.start(disk);
                ArtemisLink sender = Links.connect(broker.url());
                ArtemisLink reader = Links.within(broker);
                var traffic = new Traffic(sender, reader, 4)) {
            traffic.awaitMore(500);
            fill(other);
            await().atMost(PATIENCE).until(() -> traffic.refused() > 20);
            Files.delete(other);
            traffic.awaitMore(500);
            traffic.stop();
            traffic.awaitAcknowledged();
        }
    }

    private static void fill(Path file) throws IOException {
        var mebibyte = new byte[1 << 20];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(mebibyte);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }
}
