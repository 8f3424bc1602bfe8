package mesh.artemis.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
            id(file).ifPresent(id -> ids.put(file.getFileName().toString(), id));
        }
        return ids;
    }

    private static OptionalLong id(Path file) throws IOException {
        try (var begun = Files.newInputStream(file)) {
            Optional<Header> header = Header.read(ByteBuffer.wrap(begun.readNBytes(Header.BYTES)));
            return header.isPresent() ? OptionalLong.of(header.get().id()) : OptionalLong.empty();
        }
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

    /// Reads all of it, as the journal does when it is opened.
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
        try {
            String name = file.getFileName().toString();
            Optional<Seal> noted = new Seals(path, extension).read(name);
            return damage(file, ByteBuffer.wrap(Files.readAllBytes(file)), noted);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<String> damage(Path file, ByteBuffer content, Optional<Seal> noted) {
        int size = content.limit();
        if (size < Header.BYTES) {
            return Optional.of(file + (size == 0 ? " is empty" : " is cut off"));
        }
        Optional<Header> header = Header.read(content);
        if (header.isEmpty()) {
            return Optional.of(file + " does not begin as a file of the journal does");
        }
        // One of an earlier use of the file says nothing of this one.
        return noted.filter(seal -> seal.id() == header.get().id())
                .flatMap(seal -> difference(content, seal))
                .map(what -> file + " " + what);
    }

    private static Optional<String> difference(ByteBuffer content, Seal seal) {
        int size = content.limit();
        if (size < seal.size()) {
            return Optional.of("is cut off: it has %d of %d bytes".formatted(size, seal.size()));
        }
        if (size == seal.size()
                && Seal.crcOf(content.slice(0, Math.toIntExact(seal.length()))) != seal.crc()) {
            return Optional.of(
                    "is damaged: its first %d bytes are not as they were written"
                            .formatted(seal.length()));
        }
        return Optional.empty();
    }
}
