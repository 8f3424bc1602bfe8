package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.Awaiting;
import mesh.cli.client.Following;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.client.Pages;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.EventLine;
import mesh.cli.show.Listing;
import mesh.cli.show.Table;
import mesh.cli.show.Text;
import mesh.protocol.Excerpt;
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
            "  ./mesh job 0199c0de-0000-7000-8000-000000000000 --events",
            "  ./mesh job 0199c0de-0000-7000-8000-000000000000 --follow"
        })
public final class JobCommand implements Callable<Integer> {
    private static final int SHOWN = 2_000;
    private static final int PARTIALS_AT_ONCE = 1_000;

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

    @Option(
            names = "--follow",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description =
                    "Show everything that happens to it, with its progress, until it has ended; exit 1"
                            + " unless it succeeded. With --json a line for each event.")
    private boolean follow;

    @Option(
            names = "--partials",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Show its partial results instead.")
    private boolean partials;

    public JobCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (Stream.of(events, follow, partials).filter(asked -> asked).count() > 1) {
            throw UserException.usage("give one of --events, --follow and --partials");
        }
        try (MeshClient mesh = client.connect(screen)) {
            String path = "/v1/jobs/" + MeshClient.encode(id);
            JsonNode job =
                    follow
                            ? Following.untilEnd(mesh, id, this::tell)
                            : wait ? Awaiting.ended(mesh, id) : mesh.get(path);
            if (partials) {
                show(new Pages(mesh, path + "/partials", Map.of()));
            } else if (events) {
                showEvents(mesh.get(path + "/events"));
            } else if (!follow) {
                show(job);
            }
            return (wait || follow) && !Job.succeeded(job) ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private void tell(JsonNode event) {
        screen.out().println(client.json() ? event : EventLine.of(event, screen.width()));
        screen.flush();
    }

    private void show(Pages pages) {
        if (client.json()) {
            var listing = new Listing(screen);
            pages.all(PARTIALS_AT_ONCE, listing::item);
            listing.end(null);
            return;
        }
        var table = new Table("NUMBER", "ATTEMPT", "NODE", "AT", "VALUE");
        pages.all(
                PARTIALS_AT_ONCE,
                partial ->
                        table.row(
                                partial.path("number").asText(),
                                partial.path("attempt").asText(),
                                partial.path("node").asText(),
                                partial.path("at").asText(),
                                Text.shortened(
                                        partial.path("value").toString(),
                                        Math.max(40, screen.width() - 60))));
        if (table.isEmpty()) {
            screen.err().println("it has no partial results");
        } else {
            table.lines().forEach(screen.out()::println);
        }
    }

    private void show(JsonNode job) {
        if (client.json()) {
            screen.out().println(job);
            return;
        }
        var table = new Table("id", Job.id(job));
        for (Map.Entry<String, JsonNode> fact : job.properties()) {
            JsonNode value = fact.getValue();
            switch (fact.getKey()) {
                case "id", "result", "error" -> {}
                case "partials", "checkpoint" -> {
                    if (value.asInt() > 0) {
                        table.row(fact.getKey(), value.asText());
                    }
                }
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
            String result = Text.pretty(job.path("result"));
            screen.out().println("result");
            screen.out()
                    .println(
                            (result.length() > SHOWN
                                            ? Excerpt.beginning(result, SHOWN)
                                                    + "\n… (all of it with --json)"
                                            : result)
                                    .indent(2)
                                    .stripTrailing());
        }
    }

    private void showEvents(JsonNode answer) {
        if (client.json()) {
            screen.out().println(answer);
            return;
        }
        JsonNode items = answer.isArray() ? answer : answer.path("items");
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
