package mesh.artemis.link;

/// How a party reaches the broker.
///
/// @param url `tcp://host:port`, or what the broker in this process calls its in-VM address
/// @param name whose connection it is, for whoever looks at the broker's console: `core`, `worker
///     n1`
public record LinkConfiguration(String url, String user, String password, String name) {

    public LinkConfiguration {
        present("url", url);
        present("user", user);
        present("name", name);
        password = password == null ? "" : password;
    }

    private static void present(String what, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the link's `" + what + "` is missing");
        }
    }

    /// Passwords stay out of logs.
    @Override
    public String toString() {
        return "LinkConfiguration[url=%s, user=%s, name=%s]".formatted(url, user, name);
    }
}
