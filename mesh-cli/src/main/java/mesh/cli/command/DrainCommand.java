package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Asks a node to take no further jobs.
@Command(name = "drain", description = "Let a node finish what it runs and take nothing more.")
public final class DrainCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(paramLabel = "NODE", description = "The node's name.")
    private String node;

    public DrainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            JsonNode answer = mesh.post("/v1/nodes/" + MeshClient.encode(node) + "/drain");
            screen.out()
                    .println(
                            client.json()
                                    ? answer.toString()
                                    : node + " finishes what it runs and takes nothing more");
        }
        return ExitCode.DONE;
    }
}
