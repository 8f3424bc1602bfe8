package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a start does with a journal that is missing, empty or damaged.
@Timeout(120)
class KnownJournalTest {
    /// In each settlement that is sent here, to be found in the journal.
    private static final String NODE = "n-in-the-journal";

    @TempDir Path data;
    private Path journal;

    @BeforeEach
    void places() {
        journal = data.resolve("broker/journal");
    }

    private static ArtemisLink link(EmbeddedBroker broker) {
        return ArtemisLink.connect(
                new LinkConfiguration(
                        broker.inVmUrl(), BrokerProbe.USER, BrokerProbe.PASSWORD, "a test"));
    }

    /// A broker that ran, took these and stopped as it should.
    private void used(int settlements) {
        try (EmbeddedBroker broker = BrokerProbe.start(data)) {
            send(broker, settlements);
        }
    }

    private static void send(EmbeddedBroker broker, int settlements) {
        try (ArtemisLink link = link(broker)) {
            for (int from = 0; from < settlements; from += 100) {
                link.send(
                        IntStream.range(from, Math.min(settlements, from + 100))
                                .mapToObj(
                                        i ->
                                                Records.settlement(
                                                        NODE, "\"" + "x".repeat(400) + i + '"'))
                                .toList());
            }
        }
    }

    private void refusedBecauseOf(String... told) {
        assertThatThrownBy(() -> BrokerProbe.start(data).close())
                .isInstanceOf(BrokerException.class)
                .hasMessageContainingAll(told)
                .hasMessageContaining("from a copy that was made while its mesh was stopped")
                .hasMessageContaining("--accept-empty-journal");
    }

    private List<Path> files(Path folder, String end) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Where the first of the settlements lies.
    private Path flip() throws IOException {
        for (Path file : files(journal, ".amq")) {
            int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(NODE);
            if (at >= 0) {
                flip(file, at);
                return file;
            }
        }
        throw new AssertionError("no settlement is in the journal");
    }

    private static void flip(Path file, int at) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 1);
        }
    }

    enum Harm {
        NO_JOURNAL("journal is missing"),
        NO_BINDINGS("bindings is missing"),
        NO_FILES("has no file of the journal in it"),
        ONE_FILE_GONE(".amq is missing"),
        EMPTIED(".amq is empty"),
        CUT_OFF(".amq is cut off"),
        NO_HEADER("does not begin as a file of the journal does"),
        OTHER_ID("does not begin as"),
        FLIPPED_PAYLOAD(".amq is damaged: its first"),
        FLIPPED_BINDINGS(".bindings is damaged: its first");

        private final String told;

        Harm(String told) {
            this.told = told;
        }
    }

    private void harm(Harm harm) throws IOException {
        Path bindings = data.resolve("broker/bindings");
        Path first = files(journal, ".amq").getFirst();
        switch (harm) {
            case NO_JOURNAL -> delete(journal);
            case NO_BINDINGS -> delete(bindings);
            case NO_FILES -> {
                for (Path file : files(journal, ".amq")) {
                    Files.delete(file);
                }
            }
            case ONE_FILE_GONE -> Files.delete(first);
            case EMPTIED -> Files.write(first, new byte[0]);
            case CUT_OFF -> {
                try (var file = new RandomAccessFile(first.toFile(), "rw")) {
                    file.setLength(1 << 20);
                }
            }
            case NO_HEADER -> flip(first, 0);
            case OTHER_ID -> {
                var written = Files.getLastModifiedTime(first);
                flip(first, 15);
                Files.setLastModifiedTime(first, written);
            }
            case FLIPPED_PAYLOAD -> flip();
            case FLIPPED_BINDINGS -> {
                for (Path file : files(bindings, ".bindings")) {
                    flip(file, 100);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_journal_that_is_gone_or_damaged_stops_the_start_with_the_remedy(Harm harm)
            throws Exception {
        used(10);
        harm(harm);
        refusedBecauseOf(harm.told);
        refusedBecauseOf(harm.told);

        List<Path> left = Files.exists(journal) ? files(journal, ".amq") : List.of();
        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(BrokerProbe.configuration(data, 0, true));
                ArtemisLink link = link(broker)) {
            assertThat(data.resolve("broker/lost-1")).isDirectory();
            assertThat(left)
                    .allSatisfy(
                            file ->
                                    assertThat(data.resolve("broker/lost-1/journal"))
                                            .isDirectoryContaining(
                                                    put -> put.endsWith(file.getFileName())));
            var seen = new Collected<Settlement>();
            link.subscribe(Source.settlements("core"), seen);
            Settlement after = Records.settlement("after", "1");
            link.send(List.of(after));
            assertThat(seen.await(1)).containsExactly(after);
        }
        BrokerProbe.start(data).close();
    }

    @Test
    void damage_in_any_of_many_files_is_seen() throws Exception {
        used(30_000);
        List<Path> files = files(journal, ".amq");
        assertThat(files).hasSizeGreaterThan(4);
        assertThat(files(journal, ".seal")).hasSizeGreaterThan(3);
        Path flipped = flip();
        refusedBecauseOf(flipped + " is damaged");
        // As it was, it is taken.
        assertThat(flipBack(flipped)).isTrue();
        BrokerProbe.start(data).close();
    }

    private static boolean flipBack(Path file) throws IOException {
        char was = (char) (NODE.charAt(0) ^ 1);
        int at =
                Files.readString(file, StandardCharsets.ISO_8859_1)
                        .indexOf(was + NODE.substring(1));
        flip(file, at);
        return at >= 0;
    }

    @Test
    void a_journal_without_harm_is_opened_also_when_its_acceptance_was_wished_for() {
        used(10);
        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(BrokerProbe.configuration(data, 0, true));
                ArtemisLink link = link(broker)) {
            var seen = new Collected<Settlement>();
            link.subscribe(Source.settlements("core"), seen);
            assertThat(seen.await(10)).hasSize(10);
        }
        assertThat(data.resolve("broker/lost-1")).doesNotExist();
    }

    /// As one of an earlier version is.
    @Test
    void a_directory_without_the_note_is_opened_as_it_is() throws Exception {
        used(10);
        Files.delete(data.resolve(JournalNote.NAME));
        for (Path seal : files(journal, ".seal")) {
            Files.delete(seal);
        }
        BrokerProbe.start(data).close();
        assertThat(data.resolve(JournalNote.NAME)).exists();
    }

    @Test
    void files_that_were_used_again_and_copied_together_are_no_damage() throws Exception {
        for (int life = 0; life < 3; life++) {
            try (EmbeddedBroker broker = BrokerProbe.start(data)) {
                for (int rush = 0; rush < 3; rush++) {
                    send(broker, 12_000);
                    for (String queue : List.of("core", "auction")) {
                        BrokerProbe.queue(broker, queue).deleteAllReferences();
                    }
                    broker.server()
                            .getStorageManager()
                            .getMessageJournal()
                            .scheduleCompactAndBlock(30);
                    send(broker, 100);
                }
            }
        }
        assertThat(files(journal, ".seal").size())
                .isLessThanOrEqualTo(2 * 64 + files(journal, ".amq").size());
    }
}
