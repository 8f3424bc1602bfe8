package mesh.core;

import java.time.InstantSource;
import java.util.function.Consumer;
import mesh.core.http.HttpConfiguration;
import mesh.core.http.HttpServer;
import mesh.core.service.CoreRuntime;
import mesh.core.store.Store;
import mesh.core.store.StoreStartException;
import mesh.protocol.link.Link;

/// A core: its store, its loop and its HTTP, started and ended together. The link stays the
/// caller's.
public final class Core implements AutoCloseable {
    private final Store store;
    private final CoreRuntime runtime;
    private final HttpServer http;

    private Core(Store store, CoreRuntime runtime, HttpServer http) {
        this.store = store;
        this.runtime = runtime;
        this.http = http;
    }

    /// Starts a core on its store, which ends with it, also where this fails.
    ///
    /// @throws RuntimeException saying what keeps it from starting
    public static Core start(CoreConfiguration configuration, Store store, Link link) {
        CoreRuntime runtime = null;
        try {
            runtime =
                    CoreRuntime.start(
                            configuration.settings(),
                            configuration.retention(),
                            store,
                            link,
                            InstantSource.system());
            var address =
                    new HttpConfiguration(
                            configuration.host(), configuration.httpPort(), configuration.token());
            return new Core(store, runtime, HttpServer.start(address, runtime.service()));
        } catch (RuntimeException failed) {
            if (runtime != null) {
                runtime.close();
            }
            store.close();
            throw StoreStartException.where(configuration.store(), failed);
        }
    }

    /// Where its HTTP answers, with the real port.
    public String url() {
        return http.url();
    }

    /// Has this told why, should its HTTP listen no more though nobody ended it: the core is of no
    /// use then and cannot mend it.
    public void whenDead(Consumer<String> told) {
        http.dead().thenAccept(told);
    }

    @Override
    public void close() {
        http.close();
        runtime.close();
        store.close();
    }
}
