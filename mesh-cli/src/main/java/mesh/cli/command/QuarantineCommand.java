package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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

/// Shows what was put aside; its commands let an operator decide on it.
@Command(
        name = "quarantine",
        description = {
            "List what could not be believed, read or finished, the newest first.",
            "These are messages, and dead jobs: those that failed or expired."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh quarantine --kind job --code handler-error",
            "  ./mesh quarantine show 0199c0de-0000-7000-8000-000000000000",
            "  ./mesh quarantine requeue 0199c0de-0000-7000-8000-000000000000 --payload @mended.json",
            "  ./mesh quarantine requeue --kind job --type python",
            "  ./mesh quarantine delete --kind message"
        },
        subcommands = {
            QuarantineShowCommand.class,
            QuarantineRequeueCommand.class,
            QuarantineDeleteCommand.class
        })
public final class QuarantineCommand implements Callable<Integer> {
    private static final int SHOWN = 80;

    private final Screen screen;
    @Mixin private ClientOptions client;
    @Mixin private QuarantineFilter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many at most, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "Go on where the page before ended.")
    private String after;

    public QuarantineCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            var pages = new Pages(mesh, "/v1/quarantine", filter.given());
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
        var table = new Table("ID", "KIND", "FROM", "SINCE", "REASON");
        Instant now = Instant.now();
        String next =
                pages.each(
                        limit,
                        after,
                        item ->
                                table.row(
                                        item.path("id").asText(),
                                        item.path("kind").asText(),
                                        item.path("from").asText(),
                                        Text.ago(item.path("at"), now),
                                        reason(item)));
        if (table.isEmpty()) {
            screen.err()
                    .println(
                            filter.given().isEmpty() && after == null
                                    ? "nothing is in quarantine"
                                    : "nothing in quarantine is like that");
        } else {
            table.lines().forEach(screen.out()::println);
        }
        if (next != null) {
            screen.err().println("more: add --after " + next);
        }
    }

    private static String reason(JsonNode item) {
        return Text.shortened(item.path("reason").asText(), SHOWN);
    }
}
