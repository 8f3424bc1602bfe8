package mesh.core;

import java.nio.file.Path;
import mesh.core.engine.CoreSettings;

/// What a core is started with.
///
/// @param data the directory of its store
/// @param host the address to listen on
/// @param httpPort 0 for any free one
/// @param token what clients show as bearer token
public record CoreConfiguration(
        Path data, String host, int httpPort, String token, CoreSettings settings) {
    public CoreConfiguration {
        if (httpPort < 0 || httpPort > 65_535) {
            throw new IllegalArgumentException("`http-port` must be 0 to 65535, was " + httpPort);
        }
        if (token == null || token.length() < 16) {
            throw new IllegalArgumentException("`token` must have at least 16 characters");
        }
    }

    public CoreConfiguration(Path data, String host, int httpPort, String token) {
        this(data, host, httpPort, token, CoreSettings.DEFAULTS);
    }
}
