package mesh.core;

import java.nio.file.Path;
import mesh.core.engine.CoreSettings;
import mesh.core.store.Retention;
import mesh.core.store.StoreAddress;

/// What a core is started with.
///
/// @param store where it keeps what is to outlive it
/// @param retention how long it keeps jobs that have ended
/// @param host the address to listen on
/// @param httpPort 0 for any free one
/// @param token what clients show as bearer token
public record CoreConfiguration(
        StoreAddress store,
        Retention retention,
        String host,
        int httpPort,
        String token,
        CoreSettings settings) {
    public CoreConfiguration {
        if (httpPort < 0 || httpPort > 65_535) {
            throw new IllegalArgumentException("`http-port` must be 0 to 65535, was " + httpPort);
        }
        if (token == null || token.length() < 16) {
            throw new IllegalArgumentException("`token` must have at least 16 characters");
        }
    }

    /// A core with its store in a directory, and otherwise as usual.
    public CoreConfiguration(Path data, String host, int httpPort, String token) {
        this(
                StoreAddress.in(data),
                Retention.DEFAULTS,
                host,
                httpPort,
                token,
                CoreSettings.DEFAULTS);
    }
}
