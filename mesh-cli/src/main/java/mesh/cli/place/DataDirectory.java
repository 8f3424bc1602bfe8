package mesh.cli.place;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import mesh.cli.UserException;
import mesh.protocol.json.MeshJson;

/// The directory of one mesh on this machine.
///
/// @param path as the user gave it, so that messages name what the user knows
public record DataDirectory(Path path) {
    private static final String ENDPOINTS = "endpoints.json";
    private static final String CREDENTIALS = "credentials.json";

    /// Makes the directory where it is missing; only its owner may look into a new one. One that is
    /// there is closed too, as far as {@link OwnerOnly} may.
    public void create() {
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(path, OwnerOnly.directory());
            }
            OwnerOnly.protect(path);
        } catch (IOException impossible) {
            throw unusable(path, impossible);
        }
    }

    /// Where a ready mesh listens; empty where none is known.
    public Optional<Endpoints> endpoints() {
        return read(path.resolve(ENDPOINTS), Endpoints.class);
    }

    /// Who may come in; empty before the first start.
    public Optional<Credentials> credentials() {
        return read(path.resolve(CREDENTIALS), Credentials.class);
    }

    /// Takes up what a role now offers, beside what others of this mesh do.
    public void offer(Endpoints mine) {
        try (var _ = RoleLock.waitFor(this, "endpoints")) {
            Endpoints all = endpoints().map(others -> others.with(mine)).orElse(mine);
            write(path.resolve(ENDPOINTS), all);
            // By now there are files that the store and the broker have made.
            OwnerOnly.protect(path);
        } catch (IOException impossible) {
            throw unusable(path, impossible);
        }
    }

    /// Takes back what a role offered; others' stay.
    public void withdraw(Endpoints mine) {
        try (var _ = RoleLock.waitFor(this, "endpoints")) {
            Optional<Endpoints> others = endpoints().flatMap(all -> all.without(mine));
            Path file = path.resolve(ENDPOINTS);
            if (others.isPresent()) {
                write(file, others.get());
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException impossible) {
            throw unusable(path, impossible);
        }
    }

    void store(Credentials credentials) {
        write(path.resolve(CREDENTIALS), credentials);
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(MeshJson.MAPPER.readValue(Files.readString(file), type));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonProcessingException unreadable) {
            throw UserException.failed(
                    file
                            + " cannot be read ("
                            + unreadable.getOriginalMessage()
                            + "); remove it and start the mesh again",
                    unreadable);
        } catch (IOException impossible) {
            throw unusable(file, impossible);
        }
    }

    /// Writes beside the file and moves it in place, so that nobody reads half of it.
    private static void write(Path file, Object content) {
        Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, OwnerOnly.file());
            Files.writeString(
                    draft,
                    MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(content)
                            + "\n");
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException impossible) {
            remove(draft, impossible);
            throw unusable(file, impossible);
        }
    }

    private static void remove(Path draft, IOException because) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException impossible) {
            because.addSuppressed(impossible);
        }
    }

    static UserException unusable(Path file, IOException why) {
        if (String.valueOf(why.getMessage()).contains("No space left")) {
            return UserException.failed(
                    file + " cannot be written, its disk is full; free some of it and start again",
                    why);
        }
        return UserException.usage(
                file
                        + " cannot be used ("
                        + why.getClass().getSimpleName()
                        + ": "
                        + why.getMessage()
                        + "); give a directory that you may write to with --data");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
