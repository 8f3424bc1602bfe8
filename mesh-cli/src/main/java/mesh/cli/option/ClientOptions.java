package mesh.cli.option;

import java.net.URI;
import java.util.Optional;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
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

    public boolean json() {
        return json;
    }

    public DataDirectory data() {
        return common.data();
    }

    /// A client of the mesh that is meant.
    ///
    /// @throws UserException when none is known or its token is not
    public MeshClient connect() {
        String secret = token();
        if (url != null) {
            return new MeshClient(address(url), secret, "no mesh answers at " + url);
        }
        String missing =
                "no mesh is running under %s; start one with ./mesh up, or name one with --url"
                        .formatted(data());
        String http =
                data().endpoints()
                        .map(Endpoints::http)
                        .orElseThrow(() -> UserException.noConnection(missing, null));
        return new MeshClient(address(http), secret, missing);
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
