package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.Awaiting;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows one job.
@Command(
        name = "job",
        description = "Show a job: what was asked, where it is, what came of it.",
        footer = {
            "",
            "Examples:",
            "  ./mesh job 0199c0de-0000-7000-8000-000000000000 --wait",
            "  ./mesh job 0199c0de-0000-7000-8000-000000000000 --events"
        })
public final class JobCommand implements Callable<Integer> {
    private static final int SHOWN = 2_000;

    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    private String id;

    @Option(
            names = "--wait",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Wait until it has ended; exit 1 unless it succeeded.")
    private boolean wait;

    @Option(
            names = "--events",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Show everything that happened to it instead.")
    private boolean events;

    public JobCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect()) {
            String path = "/v1/jobs/" + MeshClient.encode(id);
            JsonNode job = wait ? Awaiting.ended(mesh, id) : mesh.get(path);
            JsonNode shown = events ? mesh.get(path + "/events") : job;
            if (client.json()) {
                screen.out().println(shown);
            } else if (events) {
                showEvents(shown.isArray() ? shown : shown.path("items"));
            } else {
                show(shown);
            }
            return wait && !Job.succeeded(job) ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private void show(JsonNode job) {
        var table = new Table("id", Job.id(job));
        for (Map.Entry<String, JsonNode> fact : job.properties()) {
            JsonNode value = fact.getValue();
            switch (fact.getKey()) {
                case "id", "result", "error" -> {}
                default -> {
                    if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                        table.row(
                                fact.getKey(),
                                Text.shortened(
                                        value.isTextual() ? value.asText() : value.toString(),
                                        Math.max(40, screen.width() - 16)));
                    }
                }
            }
        }
        if (job.path("error").isObject()) {
            table.row("error", Job.failure(job));
        }
        table.lines().forEach(screen.out()::println);
        if (Job.succeeded(job)) {
            String result = Text.plainLines(Text.pretty(job.path("result")));
            screen.out().println("result");
            screen.out()
                    .println(
                            (result.length() > SHOWN
                                            ? result.substring(0, SHOWN)
                                                    + "\n… (all of it with --json)"
                                            : result)
                                    .indent(2)
                                    .stripTrailing());
        }
    }

    private void showEvents(JsonNode items) {
        var table = new Table("SEQ", "AT", "EVENT", "STATE", "ATTEMPT", "NODE", "WHY");
        for (JsonNode event : items) {
            JsonNode error = event.path("error");
            table.row(
                    event.path("seq").asText(),
                    event.path("at").asText(),
                    event.path("name").asText(),
                    event.path("state").asText(),
                    text(event.path("attempt")),
                    text(event.path("node")),
                    error.isObject() ? Job.failure(event) : text(event.path("reason")));
        }
        table.lines().forEach(screen.out()::println);
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText("");
    }
}
