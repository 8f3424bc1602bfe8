package mesh.artemis.broker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.artemis.journal.JournalFolder;

/// The note that a broker has a journal; after an orderly stop with the files that it has, a line
/// for each: its id and its place under the broker's directory.
record JournalNote(Path place, Path broker) {
    static final String NAME = "broker.journal";
    private static final System.Logger LOG = System.getLogger(JournalNote.class.getName());

    boolean exists() {
        return Files.exists(place);
    }

    /// Writes it, so that it is on the disk when this returns. Where the disk does not let it, the
    /// one before stays: that keeps no broker from starting or stopping.
    ///
    /// @param folders whose files are noted; none while a broker works with them
    void write(List<JournalFolder> folders) {
        try {
            replace(folders);
        } catch (IOException full) {
            LOG.log(Level.DEBUG, "what the broker has was not noted", full);
        }
    }

    private void replace(List<JournalFolder> folders) throws IOException {
        var lines = new ArrayList<String>();
        for (JournalFolder folder : folders) {
            for (Map.Entry<String, Long> file : folder.ids().entrySet()) {
                lines.add(file.getValue() + " " + relative(folder, file.getKey()));
            }
        }
        lines.add("The broker of this directory has a journal.");
        Path made = place.resolveSibling(NAME + ".tmp");
        try (var channel =
                FileChannel.open(
                        made,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            String text = String.join("\n", lines) + "\n";
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(
                made, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String relative(JournalFolder folder, String file) {
        return broker.relativize(folder.path().resolve(file)).toString();
    }

    void remove() throws IOException {
        Files.delete(place);
    }

    /// What is wrong with the files that were there at the last orderly stop, for people. Where one
    /// of them was written to since, by a broker that leaves no such note, this says nothing.
    Optional<String> missing(List<JournalFolder> folders) throws IOException {
        FileTime noted = Files.getLastModifiedTime(place);
        Optional<String> wrong = Optional.empty();
        for (JournalFolder folder : folders) {
            Map<String, Long> ids = folder.ids();
            for (String line : Files.readAllLines(place)) {
                int space = line.indexOf(' ');
                Path file = broker.resolve(line.substring(space + 1));
                if (!file.startsWith(folder.path())) {
                    continue;
                }
                Long id = ids.get(file.getFileName().toString());
                if (id != null && Files.getLastModifiedTime(file).compareTo(noted) > 0) {
                    return Optional.empty();
                }
                if (id == null) {
                    wrong = Optional.of(file + " is missing");
                } else if (!line.substring(0, space).equals(id.toString())) {
                    wrong = Optional.of(file + " does not begin as it did when the broker stopped");
                }
            }
        }
        return wrong;
    }
}
