package mesh.cli.option;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.client.Persistence;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command takes that asks a mesh.
public final class ClientOptions {
    @Mixin private CommonOptions common;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The mesh's API, such as http://host:8080 (default: the one that runs under"
                            + " --data).")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The API's token (default: the one under --data).")
    private String token;

    @Option(
            names = "--json",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Print JSON for scripts, and nothing else.")
    private boolean json;

    @Option(
            names = "--retry-for",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "10s",
            description =
                    "How long to ask again where the mesh does not answer or is too busy, such as"
                            + " while it is started again (default: ${DEFAULT-VALUE}).")
    private Duration retryFor;

    public boolean json() {
        return json;
    }

    public DataDirectory data() {
        return common.data();
    }

    /// A client of the mesh that is meant.
    ///
    /// @param screen where it is told that the mesh is waited for
    /// @throws UserException when none is known or its token is not
    public MeshClient connect(Screen screen) {
        String secret = token();
        var persistence = new Persistence(retryFor, screen.err()::println);
        if (url != null) {
            URI given = address(url);
            return new MeshClient(() -> given, secret, "no mesh answers at " + url, persistence);
        }
        String missing =
                "no mesh is running under %s; start one with ./mesh up, or name one with --url"
                        .formatted(data());
        URI first = here().orElseThrow(() -> UserException.noConnection(missing, null));
        // One that is started again may have another port.
        return new MeshClient(() -> here().orElse(first), secret, missing, persistence);
    }

    private Optional<URI> here() {
        return data().endpoints().map(Endpoints::http).map(ClientOptions::address);
    }

    /// The token of the mesh that is meant.
    public String token() {
        if (token != null) {
            return token;
        }
        Optional<String> kept = data().credentials().map(Credentials::token);
        if (kept.isEmpty() && url != null) {
            throw UserException.usage(
                    "%s needs a token, and there is none under %s; give it with --token or MESH_TOKEN"
                            .formatted(url, data()));
        }
        return kept.orElseThrow(
                () ->
                        UserException.noConnection(
                                "no mesh was ever started under %s; start one with ./mesh up"
                                        .formatted(data()),
                                null));
    }

    private static URI address(String text) {
        try {
            var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (java.net.URISyntaxException wrong) {
            // Told below like every other text that is no address.
        }
        throw UserException.usage(
                "--url is an address such as http://localhost:8080, was '" + text + "'");
    }
}
