package mesh.artemis.console;

/// Where the console is, and who may log in.
///
/// @param host the address it listens on; `127.0.0.1` for this machine alone
/// @param port where it listens; 0 takes any free port
/// @param user the one who may log in; the console is full control of the broker
public record ConsoleConfiguration(String host, int port, String user, String password) {

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
    }

    /// Passwords stay out of logs.
    @Override
    public String toString() {
        return "ConsoleConfiguration[host=%s, port=%d, user=%s]".formatted(host, port, user);
    }
}
