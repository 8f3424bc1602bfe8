package mesh.core.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a store is.
public sealed interface StoreAddress {
    String EXAMPLE = "postgresql://host:5432/database";

    /// In a file of its own.
    record File(Path path) implements StoreAddress {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// In a PostgreSQL database.
    ///
    /// @param url for the driver, without user and password
    /// @param user null for the one of the operating system
    /// @param password null where none is asked for
    record Server(String url, String user, String password) implements StoreAddress {
        /// The password is nobody's business.
        @Override
        public String toString() {
            return url.substring("jdbc:".length());
        }
    }

    /// The file that a directory of a mesh has its store in.
    static File in(Path data) {
        return new File(data.resolve("core.db"));
    }

    /// Reads `postgresql://user:password@host:port/database?options`, with or without `jdbc:`
    /// before it; host, port and options may be left out.
    ///
    /// @param user goes before the one in the address; null where there is none
    /// @param password goes before the one in the address; null where there is none
    /// @throws IllegalArgumentException saying what is wrong with the address
    static Server server(String address, String user, String password) {
        String text = address.startsWith("jdbc:") ? address.substring("jdbc:".length()) : address;
        if (text.startsWith("postgres://")) {
            text = "postgresql" + text.substring("postgres".length());
        }
        if (!text.startsWith("postgresql://")) {
            throw wrong("begins with postgresql://", text);
        }
        URI uri = uri(text);
        String database = uri.getRawPath();
        if (database == null || database.length() < 2 || database.indexOf('/', 1) >= 0) {
            throw wrong("names a database after the host", text);
        }
        if (uri.getHost() == null) {
            throw wrong("names a host", text);
        }
        String knownUser = user;
        String knownPassword = password;
        var options = new ArrayList<String>();
        for (String option : options(uri)) {
            String name = option.replaceFirst("=.*", "");
            String value = decoded(option.substring(Math.min(option.length(), name.length() + 1)));
            switch (name) {
                case "user" -> knownUser = knownUser == null ? value : knownUser;
                case "password" -> knownPassword = knownPassword == null ? value : knownPassword;
                default -> options.add(option);
            }
        }
        if (uri.getRawUserInfo() != null) {
            String[] who = uri.getRawUserInfo().split(":", 2);
            knownUser = knownUser == null ? decoded(who[0]) : knownUser;
            knownPassword =
                    knownPassword == null && who.length == 2 ? decoded(who[1]) : knownPassword;
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = options.isEmpty() ? "" : "?" + String.join("&", options);
        String url = "jdbc:postgresql://" + uri.getHost() + port + database + query;
        return new Server(url, knownUser, knownPassword);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException noAddress) {
            throw wrong("is written so", text);
        }
    }

    private static List<String> options(URI uri) {
        return uri.getRawQuery() == null || uri.getRawQuery().isEmpty()
                ? List.of()
                : List.of(uri.getRawQuery().split("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong(String rule, String text) {
        // Whatever stands before the last @ may be a password, which may hold any character.
        String shown = text.replaceFirst("//.*@", "//…@").replaceAll("(?i)(password=)[^&]*", "$1…");
        return new IllegalArgumentException(
                "a store's address %s, such as %s; was '%s'".formatted(rule, EXAMPLE, shown));
    }
}
