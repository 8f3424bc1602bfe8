package mesh.cli.demo;

import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.show.Table;
import org.HdrHistogram.Histogram;

/// What the demo shows at its end, and what it exits with.
///
/// @param killed the node that was killed
/// @param plain the census without a mesh
record Report(Evidence evidence, Team team, String killed, Totals plain) {
    private static final int SHOWN = 10;
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    /// Prints it and says whether all went well.
    int print(Screen screen) {
        screen.out().println();
        nodes().lines().forEach(line -> screen.out().println("  " + line));
        screen.out().println();
        figures().lines().forEach(line -> screen.out().println("  " + line));
        screen.out().println();
        boolean equal = evidence.totals().equals(plain);
        screen.out().println("  census     " + evidence.totals().text());
        screen.out()
                .println(
                        equal
                                ? "  plain run  the same program without a mesh counts exactly the same"
                                : "  plain run  counts something else: " + plain.text());
        boolean all = evidence.succeeded() == evidence.jobs();
        screen.out()
                .println(
                        "  verdict    %s; %s; %s"
                                .formatted(
                                        "%d of %d jobs succeeded"
                                                .formatted(evidence.succeeded(), evidence.jobs()),
                                        equal ? "the totals are equal" : "THE TOTALS DIFFER",
                                        evidence.wrong().isEmpty()
                                                ? "no job ran on a node that cannot do it"
                                                : "%d THINGS ARE WRONG"
                                                        .formatted(evidence.wrong().size())));
        evidence.wrong().stream()
                .limit(SHOWN)
                .forEach(wrong -> screen.err().println("error: " + wrong));
        return all && equal && evidence.wrong().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Table nodes() {
        var table = new Table("NODE", "CAN", "JOBS", "ATTEMPTS", "LOST", "NOTE");
        for (NodeProcess node : team.nodes()) {
            Evidence.Tally tally =
                    evidence.nodes().getOrDefault(node.name(), Evidence.Tally.NOTHING);
            table.row(
                    node.name(),
                    node.can(),
                    tally.jobs(),
                    tally.attempts(),
                    tally.lost(),
                    node.name().equals(killed) ? "killed half-way" : "");
        }
        return table;
    }

    private Table figures() {
        int attempts = evidence.nodes().values().stream().mapToInt(Evidence.Tally::attempts).sum();
        double seconds = Math.max(0.001, evidence.took().toMillis() / 1000.0);
        return new Table(
                        "JOBS",
                        "ATTEMPTS",
                        "RETRIES",
                        "JOBS/S",
                        "LATENCY P50",
                        "P99",
                        "RUNNING P50",
                        "P99")
                .row(
                        evidence.jobs(),
                        attempts,
                        Math.max(0, attempts - evidence.jobs()),
                        "%.1f".formatted(evidence.jobs() / seconds),
                        millis(evidence.latency(), MEDIAN),
                        millis(evidence.latency(), HIGH),
                        millis(evidence.running(), MEDIAN),
                        millis(evidence.running(), HIGH));
    }

    private static String millis(Histogram histogram, double percentile) {
        return "%,d ms".formatted(histogram.getValueAtPercentile(percentile));
    }
}
