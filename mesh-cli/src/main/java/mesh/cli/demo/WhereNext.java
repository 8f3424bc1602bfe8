package mesh.cli.demo;

import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;

/// What the demo says last: where to look when it is over.
final class WhereNext {
    /// For a mesh that ends with the demo. Its addresses were made for it alone and are gone, so
    /// only those of a mesh that stays are named.
    static final String ENDED =
            """
            Where to look next
              ./mesh up           a mesh that stays: API http://127.0.0.1:8080, console http://127.0.0.1:8161/console
              ./mesh demo --keep  this again, its mesh left running: it then says where its API and its console are
              ./mesh help         everything else""";

    private WhereNext() {}

    /// For a mesh that goes on: its own addresses and what opens them.
    static String kept(DataDirectory data, Credentials credentials, Endpoints endpoints) {
        return """
               The mesh goes on; Ctrl-C ends it. Where to look
                 console  %s    user %s, password %s
                 API      %s/v1/jobs    Authorization: Bearer %s
                 here     ./mesh jobs --data %s"""
                .formatted(
                        endpoints.console(),
                        credentials.consoleUser(),
                        credentials.consolePassword(),
                        endpoints.http(),
                        credentials.token(),
                        data);
    }
}
