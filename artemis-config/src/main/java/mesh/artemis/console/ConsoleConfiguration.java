package mesh.artemis.console;

import java.nio.file.Path;

/// Where the console is, and who may log in.
///
/// @param host the address it listens on; `127.0.0.1` for this machine alone
/// @param port where it listens; 0 takes any free port
/// @param user the one who may log in; the console is full control of the broker
/// @param data the mesh's data directory; the console's files are unpacked under `console` in it
public record ConsoleConfiguration(String host, int port, String user, String password, Path data) {

    public ConsoleConfiguration {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("the console's `host` is missing");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "`console-port` must be 0 to 65535, was " + port + "; 0 takes any free port");
        }
        if (user == null || user.isBlank() || password == null || password.isBlank()) {
            throw new IllegalArgumentException(
                    "the console needs a user and a password; it is never open to everyone");
        }
        if (data == null) {
            throw new IllegalArgumentException("the console's data directory is missing");
        }
    }

    /// Passwords stay out of logs.
    @Override
    public String toString() {
        return "ConsoleConfiguration[host=%s, port=%d, user=%s, data=%s]"
                .formatted(host, port, user, data);
    }
}
