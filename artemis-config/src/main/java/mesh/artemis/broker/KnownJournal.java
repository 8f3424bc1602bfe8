package mesh.artemis.broker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.artemis.journal.JournalFolder;

/// A broker's journal, and the note in the data directory that there is one. Where the note is, a
/// journal that is missing or empty is no first start, and one that is damaged is not opened: what
/// is damaged would be skipped without a word.
///
/// @param data the mesh's data directory, with the note in it
/// @param broker the broker's own, held by this process
/// @param acceptEmpty whether a journal that is gone or damaged is put aside and an empty one begun
record KnownJournal(Path data, Path broker, boolean acceptEmpty) {
    private static final System.Logger LOG = System.getLogger(KnownJournal.class.getName());
    private static final List<String> PARTS = List.of("journal", "bindings", "large", "paging");

    private JournalNote note() {
        return new JournalNote(data.resolve(JournalNote.NAME), broker);
    }

    private List<JournalFolder> folders() {
        return List.of(
                JournalFolder.ofMessages(broker.resolve("journal")),
                JournalFolder.ofBindings(broker.resolve("bindings")));
    }

    /// Before the journal is opened.
    ///
    /// @throws BrokerException saying what is wrong with it, and what to do
    void check() throws IOException {
        if (!note().exists()) {
            return;
        }
        Optional<String> damage = damage();
        if (damage.isEmpty()) {
            note().write(List.of());
            return;
        }
        if (!acceptEmpty) {
            throw new BrokerException(
                    "the broker's journal cannot be used: %s. Put %s back from a copy that was made while its mesh was stopped. To begin with an empty journal and put this one aside: --accept-empty-journal. Jobs are kept, but what nodes had settled and the core had not read yet is lost: such attempts run again"
                            .formatted(damage.get(), broker),
                    null);
        }
        Path aside = setAside();
        note().remove();
        LOG.log(
                Level.WARNING,
                "the broker begins with an empty journal: {0}. What was left of the one before is in {1}",
                damage.get(),
                aside);
    }

    private Optional<String> damage() throws IOException {
        for (JournalFolder folder : folders()) {
            Optional<String> damage = folder.damage();
            if (damage.isPresent()) {
                return damage;
            }
        }
        return note().missing(folders());
    }

    private Path setAside() throws IOException {
        Path aside =
                Stream.iterate(1, n -> n + 1)
                        .map(n -> broker.resolve("lost-" + n))
                        .filter(Files::notExists)
                        .findFirst()
                        .orElseThrow();
        Files.createDirectory(aside);
        for (String part : PARTS) {
            Path left = broker.resolve(part);
            if (Files.exists(left)) {
                Files.move(left, aside.resolve(part));
            }
        }
        return aside;
    }

    /// When the broker has its journal open, which it has made then where there was none.
    void opened() {
        if (!note().exists()) {
            note().write(List.of());
        }
    }

    /// When the broker has stopped as it should.
    void closed() {
        note().write(folders());
    }
}
