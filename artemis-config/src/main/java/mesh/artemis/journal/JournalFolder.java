package mesh.artemis.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a journal as they lie on the disk, looked at before it is opened: the journal
/// itself would go past what is damaged without a word.
///
/// @param extension of its files
public record JournalFolder(Path path, String extension) {
    static final String MESSAGES = "amq";
    static final String BINDINGS = "bindings";

    /// A journal of messages.
    public static JournalFolder ofMessages(Path path) {
        return new JournalFolder(path, MESSAGES);
    }

    /// What a broker keeps of its addresses and queues.
    public static JournalFolder ofBindings(Path path) {
        return new JournalFolder(path, BINDINGS);
    }

    /// The ids in the headers of its files, by name; those without a header are left out.
    public Map<String, Long> ids() throws IOException {
        var ids = new TreeMap<String, Long>();
        for (Path file : files()) {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Header.read(channel)
                        .ifPresent(begun -> ids.put(file.getFileName().toString(), begun.id()));
            }
        }
        return ids;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> file.getFileName().toString().endsWith("." + extension))
                    .sorted()
                    .toList();
        }
    }

    /// Reads what was written to it.
    ///
    /// @return what is wrong with it, for people; nothing where nothing is seen to be wrong
    /// @throws IOException where it cannot be read
    public Optional<String> damage() throws IOException {
        if (!Files.isDirectory(path)) {
            return Optional.of(path + " is missing");
        }
        List<Path> files = files();
        if (files.isEmpty()) {
            return Optional.of(path + " has no file of the journal in it");
        }
        try {
            return files.parallelStream().map(this::damage).flatMap(Optional::stream).findFirst();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private Optional<String> damage(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Header.BYTES) {
                return Optional.of(file + (size == 0 ? " is empty" : " is cut off"));
            }
            Optional<Header> header = Header.read(channel);
            if (header.isEmpty()) {
                return Optional.of(file + " does not begin as a file of the journal does");
            }
            Optional<Seal> noted =
                    new Seals(path, extension)
                            .read(file.getFileName().toString())
                            // One of an earlier use of the file says nothing of this one.
                            .filter(seal -> seal.id() == header.get().id());
            return noted.isPresent()
                    ? difference(channel, noted.get()).map(what -> file + " " + what)
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<String> difference(FileChannel file, Seal seal) throws IOException {
        long size = file.size();
        if (size < seal.size()) {
            return Optional.of("is cut off: it has %d of %d bytes".formatted(size, seal.size()));
        }
        if (size == seal.size()
                && (int) Seal.crcUntil(seal.length(), file).getValue() != seal.crc()) {
            return Optional.of(
                    "is damaged: its first %d bytes are not as they were written"
                            .formatted(seal.length()));
        }
        return Optional.empty();
    }
}
