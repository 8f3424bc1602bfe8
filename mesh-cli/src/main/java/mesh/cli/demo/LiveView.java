package mesh.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.Screen;
import mesh.cli.show.Text;

/// The work while it goes on: on a terminal a bar and a line for each node, drawn over and over;
/// elsewhere a line now and then.
final class LiveView {
    private static final int BAR = 40;
    private static final Duration LINE_EVERY = Duration.ofSeconds(2);
    private static final String UP = "\033[%dA";
    private static final String CLEAR = "\033[K";

    private final Screen screen;
    private final List<NodeProcess> nodes;
    private final int total;
    private final Instant begun = Instant.now();
    private Instant lastLine = Instant.EPOCH;
    private int drawn;

    LiveView(Screen screen, List<NodeProcess> nodes, int total) {
        this.screen = screen;
        this.nodes = nodes;
        this.total = total;
    }

    void show(Snapshot now) {
        if (screen.terminal()) {
            draw(block(now));
        } else if (now.ended() >= total || lastLine.plus(LINE_EVERY).isBefore(Instant.now())) {
            lastLine = Instant.now();
            screen.out().println("  " + head(now) + "  " + who(now));
        }
        screen.out().flush();
    }

    /// Says something that stays.
    void say(String line) {
        if (drawn > 0) {
            screen.out().printf(UP, drawn);
            for (int i = 0; i < drawn; i++) {
                screen.out().println(CLEAR);
            }
            screen.out().printf(UP, drawn);
            drawn = 0;
        }
        screen.out().println(line);
        screen.out().flush();
    }

    private void draw(List<String> lines) {
        if (drawn > 0) {
            screen.out().printf(UP, drawn);
        }
        for (String line : lines) {
            screen.out().println(Text.shortened(line, screen.width() - 1) + CLEAR);
        }
        drawn = lines.size();
    }

    private List<String> block(Snapshot now) {
        int filled = total == 0 ? BAR : BAR * Math.min(now.ended(), total) / total;
        var lines = new ArrayList<String>();
        lines.add("  [%s%s] %s".formatted("=".repeat(filled), " ".repeat(BAR - filled), head(now)));
        for (NodeProcess node : nodes) {
            lines.add(
                    "  %s %-8s %s"
                            .formatted(
                                    node.name(),
                                    node.can(),
                                    node.alive()
                                            ? String.join(
                                                    "  ",
                                                    now.running()
                                                            .getOrDefault(node.name(), List.of()))
                                            : "killed"));
        }
        return lines;
    }

    private String head(Snapshot now) {
        double seconds = Math.max(0.1, Duration.between(begun, Instant.now()).toMillis() / 1000.0);
        return "%d of %d jobs, %.0f/s".formatted(now.ended(), total, now.ended() / seconds);
    }

    private String who(Snapshot now) {
        var who = new ArrayList<String>();
        for (NodeProcess node : nodes) {
            List<String> runs = now.running().getOrDefault(node.name(), List.of());
            who.add(
                    node.name()
                            + ": "
                            + (!node.alive()
                                    ? "killed"
                                    : runs.isEmpty() ? "-" : String.join(", ", runs)));
        }
        return String.join(" | ", who);
    }
}
