package mesh.artemis.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The seals of a journal's files, each in a small file beside its own, which the journal does not
/// look at.
final class Seals {
    static final String SUFFIX = ".seal";

    private static final System.Logger LOG = System.getLogger(Seals.class.getName());

    /// After so many that were written, those of files that are gone are removed.
    private static final int A_ROUND = 64;

    private final Path directory;
    private final String extension;
    private int written;
    private volatile boolean broken;

    /// @param extension of the journal's files
    Seals(Path directory, String extension) {
        this.directory = directory;
        this.extension = "." + extension;
    }

    /// Whether a file is one of the journal's, under its own name or the one that it has while it
    /// is made.
    boolean concern(String file) {
        return file.contains(extension);
    }

    private Path of(String file) {
        return directory.resolve(file.substring(0, file.indexOf(extension)) + SUFFIX);
    }

    /// @return nothing where there is none, or none that is whole
    Optional<Seal> read(String file) throws IOException {
        Path place = of(file);
        return Files.exists(place)
                ? Seal.decode(ByteBuffer.wrap(Files.readAllBytes(place)))
                : Optional.empty();
    }

    /// Notes it, in place of the one before. One that cannot be written is none; that harms nobody.
    ///
    /// @param synced whether it is on the disk when this returns
    synchronized void write(String file, Seal seal, boolean synced) {
        if (broken) {
            return;
        }
        try (var channel =
                FileChannel.open(of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seal.encode());
            if (synced) {
                channel.force(true);
            }
        } catch (IOException full) {
            LOG.log(Level.DEBUG, "a seal was not written", full);
        }
        written++;
        if (written % A_ROUND == 0) {
            sweep();
        }
    }

    /// Nothing is noted any more: the disk failed, and what it has is not what was written.
    void end() {
        broken = true;
    }

    /// Before a file is used for something else. On the disk, too, before this returns.
    void forget(String file) throws IOException {
        if (Files.deleteIfExists(of(file))) {
            try (var folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private void sweep() {
        try (DirectoryStream<Path> seals = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path seal : seals) {
                String name = seal.getFileName().toString();
                String file = name.substring(0, name.length() - SUFFIX.length()) + extension;
                // In this order, for it loses the longer name last.
                if (!Files.exists(directory.resolve(file + ".cmp"))
                        && !Files.exists(directory.resolve(file))) {
                    Files.deleteIfExists(seal);
                }
            }
        } catch (IOException unwilling) {
            LOG.log(Level.DEBUG, "seals of files that are gone were not removed", unwilling);
        }
    }
}
