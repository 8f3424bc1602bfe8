package mesh.cli.command;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.client.Pages;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Listing;
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
        var filters = new LinkedHashMap<String, Object>();
        filters.put("state", state);
        filters.put("type", type);
        filters.put("label", label);
        try (MeshClient mesh = client.connect(screen)) {
            var pages = new Pages(mesh, "/v1/jobs", filters);
            if (client.json()) {
                var listing = new Listing(screen);
                listing.end(pages.each(limit, after, listing::item));
            } else {
                show(pages);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Pages pages) {
        var table = new Table("ID", "TYPE", "STATE", "PRIORITY", "ATTEMPT", "NODE", "CREATED");
        Instant now = Instant.now();
        String next =
                pages.each(
                        limit,
                        after,
                        job ->
                                table.row(
                                        job.path("id").asText(),
                                        job.path("type").asText(),
                                        job.path("state").asText(),
                                        job.path("priority").asText(),
                                        job.path("attempt").asText(),
                                        job.path("node").asText("").replace("null", ""),
                                        Text.ago(job.path("createdAt"), now)));
        if (table.isEmpty()) {
            screen.err().println("there is no such job");
        } else {
            table.lines().forEach(screen.out()::println);
        }
        if (next != null) {
            screen.err().println("more: add --after " + next);
        }
    }
}
