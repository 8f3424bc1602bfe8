package mesh.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import mesh.protocol.json.MeshJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows one thing in quarantine whole.
@Command(
        name = "show",
        description = "Show a message in quarantine, or a dead job as it could be submitted again.")
public final class QuarantineShowCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(paramLabel = "ID", description = "The message's or the job's id.")
    private String id;

    public QuarantineShowCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            JsonNode found = mesh.get("/v1/quarantine/" + MeshClient.encode(id));
            if (client.json()) {
                screen.out().println(found);
            } else {
                show(found);
            }
        }
        return ExitCode.DONE;
    }

    private void show(JsonNode found) {
        var table = new Table("id", found.path("id").asText());
        for (String name : List.of("kind", "from", "at", "reason")) {
            table.row(name, Text.plain(found.path(name).asText()));
        }
        table.lines().forEach(screen.out()::println);
        screen.out().println("body");
        screen.out().println(body(found.path("body").asText()).indent(2).stripTrailing());
    }

    private static String body(String body) {
        try {
            return Text.plainLines(Text.pretty(MeshJson.MAPPER.readTree(body)));
        } catch (JsonProcessingException noJson) {
            return Text.plainLines(body);
        }
    }
}
