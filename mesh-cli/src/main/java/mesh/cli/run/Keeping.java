package mesh.cli.run;

import java.nio.file.Path;
import mesh.cli.place.DataDirectory;
import mesh.core.store.KnownStore;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.core.store.StoreAddress;

/// Where a core keeps its jobs, and how long.
///
/// @param directory the core's, where it notes that it has a store
/// @param acceptEmpty whether an empty store is meant where there was one before
public record Keeping(
        StoreAddress store, Retention retention, Path directory, boolean acceptEmpty) {

    /// In a file of the data directory, as long as usual.
    public static Keeping in(DataDirectory data) {
        return new Keeping(StoreAddress.in(data.path()), Retention.DEFAULTS, data.path(), false);
    }

    /// Opens it.
    ///
    /// @throws RuntimeException saying what keeps it from opening
    public Store open() {
        return new KnownStore(store, directory, acceptEmpty).open();
    }
}
