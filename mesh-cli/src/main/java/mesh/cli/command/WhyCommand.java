package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says why a job is not running.
@Command(
        name = "why",
        description = {
            "Say why a job is not running, and what smallest change would let it run.",
            "Without a job's id it is a dry run for a type and needs."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh why 0199c0de-0000-7000-8000-000000000000",
            "  ./mesh why --type python --needs 'gpu >= 2'"
        })
public final class WhyCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The job's id.")
    private String id;

    @Option(names = "--type", paramLabel = "TYPE", description = "A dry run: the job's type.")
    private String type;

    @Option(
            names = "--needs",
            paramLabel = "NEEDS",
            description = "A dry run: what the job would need, as for submit.")
    private String needs;

    public WhyCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (id == null && type == null) {
            throw UserException.usage("give a job's id, or --type for a dry run");
        }
        try (MeshClient mesh = client.connect(screen)) {
            JsonNode why =
                    id != null
                            ? mesh.get("/v1/jobs/" + MeshClient.encode(id) + "/why")
                            : mesh.post(
                                    "/v1/jobs/why",
                                    MeshClient.JSON,
                                    question().toString(),
                                    Map.of());
            if (client.json()) {
                screen.out().println(why);
            } else {
                show(why);
            }
        }
        return ExitCode.DONE;
    }

    private ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance.objectNode().put("type", type);
        if (needs != null) {
            question.set("needs", Given.needs(needs));
        }
        return question;
    }

    private void show(JsonNode why) {
        screen.out().println(Text.plain(why.path("summary").asText()));
        String change = why.path("change").asText("");
        if (!change.isEmpty() && !why.path("change").isNull()) {
            screen.out().println("what would help: " + Text.plain(change));
        }
        var table = new Table("NODE", "REASON", "MISSING");
        for (JsonNode node : why.path("nodes")) {
            table.row(
                    node.path("node").asText(),
                    node.path("reason").asText(),
                    StreamSupport.stream(node.path("missing").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining("; ")));
        }
        if (!why.path("nodes").isEmpty()) {
            screen.out().println();
            table.lines().forEach(screen.out()::println);
        }
    }
}
