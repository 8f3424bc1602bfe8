package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what was put aside, and lets an operator decide on it.
@Command(
        name = "quarantine",
        description =
                "List the newest messages that could not be believed, read or finished: up to 1000, and up"
                        + " to 8 MiB of them.")
public final class QuarantineCommand implements Callable<Integer> {
    private static final int SHOWN = 80;

    private final Screen screen;
    @Mixin private ClientOptions client;

    @Option(names = "--requeue", paramLabel = "ID", description = "Give a message another try.")
    private String requeue;

    @Option(names = "--forget", paramLabel = "ID", description = "Throw a message away.")
    private String forget;

    public QuarantineCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            if (requeue != null) {
                mesh.post("/v1/quarantine/" + MeshClient.encode(requeue) + "/requeue");
                screen.err().println(requeue + " gets another try");
            }
            if (forget != null) {
                mesh.delete("/v1/quarantine/" + MeshClient.encode(forget));
                screen.err().println(forget + " is thrown away");
            }
            if (requeue == null && forget == null) {
                list(mesh.get("/v1/quarantine"));
            }
        }
        return ExitCode.DONE;
    }

    private void list(JsonNode answer) {
        if (client.json()) {
            screen.out().println(answer);
            return;
        }
        JsonNode items = answer.isArray() ? answer : answer.path("items");
        var table = new Table("ID", "FROM", "SINCE", "REASON");
        Instant now = Instant.now();
        for (JsonNode item : items) {
            table.row(
                    item.path("id").asText(),
                    item.path("from").asText(),
                    Text.ago(item.path("at"), now),
                    Text.shortened(item.path("reason").asText(), SHOWN));
        }
        if (items.isEmpty()) {
            screen.err().println("nothing is in quarantine");
        } else {
            table.lines().forEach(screen.out()::println);
        }
    }
}
