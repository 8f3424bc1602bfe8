package mesh.core.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mesh.core.store.StoreStartException.Reason;

/// A core's store, and the note in its directory that there is one. Where the note is, an empty
/// store is no first start: the jobs of before are gone, and nothing may begin as if there had been
/// none.
///
/// @param directory the core's
/// @param acceptEmpty whether an empty store is meant
public record KnownStore(StoreAddress address, Path directory, boolean acceptEmpty) {
    /// Has the address of the store in it.
    static final String NOTE = "core.store";

    /// Asked before the tables of a store are made where there are none.
    @FunctionalInterface
    interface FirstUse {
        /// @param state what is to be seen of the store, for people
        /// @throws StoreStartException where it must not be made
        void allow(String state);
    }

    /// Opens it, and makes it at a first start.
    ///
    /// @throws StoreStartException saying what to do, where it is empty and was not, and where
    ///     somebody has to mend something else
    /// @throws StoreException saying what else is wrong with it
    public Store open() {
        try {
            Store store = opened();
            note();
            return store;
        } catch (IOException impossible) {
            throw new StoreException(
                    "the store %s cannot be opened: %s".formatted(address, impossible), impossible);
        }
    }

    private Store opened() throws IOException {
        return switch (address) {
            case StoreAddress.File(Path file) -> {
                var remains = new StoreRemains(file);
                if (remains.hasLog() || remains.isAll() && known().isPresent()) {
                    refuseUnlessMeant(remains.describe());
                }
                remains.setAside();
                yield SqliteStore.open(file, this::allow);
            }
            case StoreAddress.Server server -> PostgresStore.open(server, this::allow);
        };
    }

    private void allow(String state) {
        try {
            if (known().isPresent()) {
                refuseUnlessMeant(state);
            }
        } catch (IOException unreadable) {
            throw new StoreException("%s cannot be read".formatted(noted()), unreadable);
        }
    }

    private Path noted() {
        return directory.resolve(NOTE);
    }

    /// The store that was opened here last.
    private Optional<String> known() throws IOException {
        return Files.exists(noted())
                ? Optional.of(Files.readString(noted()).strip())
                : Optional.empty();
    }

    private void note() throws IOException {
        if (!known().equals(Optional.of(address.toString()))) {
            Files.createDirectories(directory);
            Files.writeString(noted(), address + "\n", StandardCharsets.UTF_8);
        }
    }

    private void refuseUnlessMeant(String state) throws IOException {
        if (acceptEmpty) {
            return;
        }
        String before = known().orElse(address.toString());
        String other = before.equals(address.toString()) ? "" : ", then in the store " + before;
        String back =
                address instanceof StoreAddress.File
                        ? "Put the file back, or a copy: ./mesh restore FILE --data " + directory
                        : "Give the right address, or restore a copy with pg_restore";
        throw new StoreStartException(
                Reason.UNUSABLE,
                "the store %s is %s, and the core of %s has kept jobs before%s. %s. To begin without those jobs: --accept-empty-store"
                        .formatted(address, state, directory, other, back),
                null);
    }
}
