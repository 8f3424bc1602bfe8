package mesh.cli.command;

import java.util.Map;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.option.ClientOptions;
import mesh.protocol.json.MeshJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the API's token.
@Command(
        name = "token",
        description = "Print the token that the API asks for.",
        footer = {
            "",
            "Example:",
            "  curl -H \"Authorization: Bearer $(./mesh token)\" http://localhost:8080/v1/stats"
        })
public final class TokenCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    public TokenCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        String token = client.token();
        screen.out().println(client.json() ? MeshJson.write(Map.of("token", token)) : token);
        return ExitCode.DONE;
    }
}
