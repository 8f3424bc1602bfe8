package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
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

/// Lists jobs.
@Command(
        name = "jobs",
        description = "List jobs, the newest first.",
        footer = {
            "",
            "Examples:",
            "  ./mesh jobs --state failed --limit 10",
            "  ./mesh jobs --label project=census --json"
        })
public final class JobsCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Only those that are queued, assigned, running, succeeded, failed, expired or"
                            + " cancelled.")
    private String state;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of a type.")
    private String type;

    @Option(
            names = "--label",
            paramLabel = "NAME[=VALUE]",
            description = "Only those with a label.")
    private String label;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many at most, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Go on after this job of the page before.")
    private String after;

    public JobsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var query = new LinkedHashMap<String, Object>();
        query.put("state", state);
        query.put("type", type);
        query.put("label", label);
        query.put("limit", limit);
        query.put("after", after);
        try (MeshClient mesh = client.connect()) {
            JsonNode page = mesh.get("/v1/jobs" + MeshClient.query(query));
            if (client.json()) {
                screen.out().println(page);
            } else {
                show(page);
            }
        }
        return ExitCode.DONE;
    }

    private void show(JsonNode page) {
        var table = new Table("ID", "TYPE", "STATE", "PRIORITY", "ATTEMPT", "NODE", "CREATED");
        Instant now = Instant.now();
        for (JsonNode job : page.path("items")) {
            table.row(
                    job.path("id").asText(),
                    job.path("type").asText(),
                    job.path("state").asText(),
                    job.path("priority").asText(),
                    job.path("attempt").asText(),
                    job.path("node").asText("").replace("null", ""),
                    Text.ago(job.path("createdAt"), now));
        }
        if (page.path("items").isEmpty()) {
            screen.err().println("there is no such job");
        } else {
            table.lines().forEach(screen.out()::println);
        }
        if (page.path("next").isTextual()) {
            screen.err().println("more: add --after " + page.path("next").asText());
        }
    }
}
