package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.show.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows the mesh in figures.
@Command(
        name = "stats",
        description = "Show how many jobs and nodes are in which state, and how fast it goes.")
public final class StatsCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    public StatsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            JsonNode stats = mesh.get("/v1/stats");
            if (client.json()) {
                screen.out().println(stats);
                return ExitCode.DONE;
            }
            table("JOBS", jobs(stats));
            table("NODES", stats.path("nodes"));
            table("REFUSED SINCE THE START", stats.path("refused"));
            table("A SECOND, LAST MINUTE", stats.path("rates"));
        }
        return ExitCode.DONE;
    }

    /// With those among the ended ones that nobody has requeued or put away.
    private static JsonNode jobs(JsonNode stats) {
        ObjectNode jobs = JsonNodeFactory.instance.objectNode();
        stats.path("jobs").properties().forEach(one -> jobs.set(one.getKey(), one.getValue()));
        if (stats.path("dead").isNumber()) {
            jobs.set("dead", stats.path("dead"));
        }
        return jobs;
    }

    private void table(String title, JsonNode figures) {
        if (figures.isEmpty()) {
            return;
        }
        var table = new Table(title, "");
        for (Map.Entry<String, JsonNode> figure : figures.properties()) {
            JsonNode value = figure.getValue();
            table.row(
                    figure.getKey(),
                    value.isFloatingPointNumber()
                            ? String.format(Locale.ROOT, "%.1f", value.doubleValue())
                            : value.asText());
        }
        table.lines().forEach(screen.out()::println);
        screen.out().println();
    }
}
