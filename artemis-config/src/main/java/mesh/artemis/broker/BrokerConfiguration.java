package mesh.artemis.broker;

import java.nio.file.Path;

/// How to start a broker; what it is made of stands in `broker.xml`.
///
/// @param data the mesh's data directory; the broker keeps its own under `broker` in it
/// @param host the address it listens on; `127.0.0.1` for this machine alone
/// @param port where it listens for other processes; 0 takes any free port
/// @param user the name under which every party of the mesh connects
/// @param consoleUser the name under which a person logs in to the console
/// @param acceptEmptyJournal whether a journal that is gone or damaged is put aside and an empty
///     one begun
public record BrokerConfiguration(
        Path data,
        String host,
        int port,
        String user,
        String password,
        String consoleUser,
        String consolePassword,
        boolean acceptEmptyJournal) {

    public BrokerConfiguration {
        if (data == null) {
            throw new IllegalArgumentException("the broker's data directory is missing");
        }
        present("host", host);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "`broker-port` must be 0 to 65535, was " + port + "; 0 takes any free port");
        }
        present("user", user);
        present("password", password);
        present("consoleUser", consoleUser);
        present("consolePassword", consolePassword);
        if (user.equals(consoleUser)) {
            throw new IllegalArgumentException(
                    "the mesh's user and the console's must have different names, were both '"
                            + user
                            + "'");
        }
    }

    private static void present(String what, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the broker's `" + what + "` is missing");
        }
    }

    /// Passwords stay out of logs.
    @Override
    public String toString() {
        return "BrokerConfiguration[data=%s, host=%s, port=%d, user=%s, consoleUser=%s]"
                .formatted(data, host, port, user, consoleUser);
    }
}
