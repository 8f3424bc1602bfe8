package mesh.cli.run;

import mesh.cli.place.DataDirectory;
import mesh.core.store.Retention;
import mesh.core.store.StoreAddress;

/// Where a core keeps its jobs, and how long.
public record Keeping(StoreAddress store, Retention retention) {

    /// In a file of the data directory, as long as usual.
    public static Keeping in(DataDirectory data) {
        return new Keeping(StoreAddress.in(data.path()), Retention.DEFAULTS);
    }
}
