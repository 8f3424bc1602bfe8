package mesh.cli.option;

import java.net.URI;
import java.net.URISyntaxException;
import mesh.cli.UserException;

/// The address of a broker as a person writes it: `tcp://host:port`.
final class BrokerAddress {
    private static final int MOST_PORT = 65_535;

    private BrokerAddress() {}

    /// The address, where it is one.
    ///
    /// @throws UserException where it is none; the client library would fail in its own words, or
    ///     look for a broker that cannot be there
    static String checked(String text) {
        String address = text.strip();
        try {
            var uri = new URI(address);
            if ("tcp".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= MOST_PORT) {
                return address;
            }
        } catch (URISyntaxException wrong) {
            // Told below like every other text that is no address.
        }
        throw UserException.usage(
                "--broker is an address such as tcp://localhost:61616 (tcp://host:port), was '%s'"
                        .formatted(text));
    }
}
