package mesh.core.http;

/// Where the HTTP server listens and what opens it.
///
/// @param host a name or address of this machine; a loopback one unless others shall reach it
/// @param port 0 to 65535; 0 takes any free one
/// @param token what a client sends as `Authorization: Bearer …`: visible ASCII, at least {@value
///     #LEAST_TOKEN} characters
public record HttpConfiguration(String host, int port, String token) {
    public static final int DEFAULT_PORT = 8080;
    static final int LEAST_TOKEN = 8;
    private static final int MOST_PORT = 65_535;

    /// @throws IllegalArgumentException naming the part that cannot be
    public HttpConfiguration {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(
                    "`host` is missing; 127.0.0.1 is this machine alone");
        }
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("`http-port` is 0 to 65535, was " + port);
        }
        if (token == null
                || token.length() < LEAST_TOKEN
                || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "`token` must be at least " + LEAST_TOKEN + " visible ASCII characters");
        }
    }

    /// Without the token, which belongs in no log.
    @Override
    public String toString() {
        return "HttpConfiguration[host=" + host + ", port=" + port + "]";
    }
}
