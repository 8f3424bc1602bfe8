package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the nodes.
@Command(
        name = "nodes",
        description =
                "List the nodes: whether they take jobs, how busy they are, what they can do.")
public final class NodesCommand implements Callable<Integer> {
    private static final String TYPE = "type_";

    private final Screen screen;
    @Mixin private ClientOptions client;

    public NodesCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            JsonNode answer = mesh.get("/v1/nodes");
            if (client.json()) {
                screen.out().println(answer);
                return ExitCode.DONE;
            }
            var table = new Table("NODE", "STATE", "SLOTS", "BUSY", "SEEN", "RUNS", "CAPABILITIES");
            Instant now = Instant.now();
            JsonNode nodes = answer.isArray() ? answer : answer.path("items");
            for (JsonNode node : nodes) {
                table.row(
                        node.path("id").asText(),
                        node.path("state").asText(),
                        node.path("slots").asText(),
                        node.path("busy").asText(),
                        Text.ago(node.path("lastSeen"), now),
                        types(node.path("capabilities")),
                        capabilities(node.path("capabilities")));
            }
            if (nodes.isEmpty()) {
                screen.err().println("no node is known; start one with ./mesh worker --name n1");
            } else {
                table.lines().forEach(screen.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private static String types(JsonNode capabilities) {
        return capabilities.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith(TYPE))
                .map(name -> name.substring(TYPE.length()))
                .collect(Collectors.joining(" "));
    }

    private static String capabilities(JsonNode capabilities) {
        return capabilities.properties().stream()
                .filter(capability -> !capability.getKey().startsWith(TYPE))
                .map(
                        capability ->
                                capability.getValue().asText().equals("true")
                                        ? capability.getKey()
                                        : capability.getKey()
                                                + "="
                                                + capability.getValue().asText())
                .collect(Collectors.joining(" "));
    }
}
