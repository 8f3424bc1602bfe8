package mesh.cli.chaos;

import java.util.Map;
import java.util.stream.Collectors;
import mesh.cli.Screen;
import mesh.lab.chaos.ChaosReport;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.check.Offence;

/// A run's end on the screen.
final class ChaosSummary {
    private static final int MOST_FINDINGS = 10;

    private final Screen screen;

    ChaosSummary(Screen screen) {
        this.screen = screen;
    }

    void print(ChaosReport report, ReportFiles files) {
        line("");
        report.faults()
                .forEach(
                        (kind, count) ->
                                line(
                                        "%-13s %3d   %s"
                                                .formatted(
                                                        kind,
                                                        count,
                                                        recovery(
                                                                report.recovery().get(kind),
                                                                report.unmeasured()
                                                                        .getOrDefault(kind, 0)))));
        line("");
        line("jobs       " + counts(report.verdict().ends()));
        line("latency    acknowledged " + spread(report.submitting()));
        line("           succeeded " + spread(report.running()));
        line("answers    " + counts(report.answers()));
        line("refused    " + counts(report.refused()));
        if (report.faults().containsKey("slow")) {
            line("slow       %d attempts taken back".formatted(report.lostOnSlow()));
        }
        line("machine    " + report.machine().text());
        line(
                "verdict    %s: %s"
                        .formatted(
                                report.clean() ? "clean" : "NOT CLEAN", report.verdict().text()));
        report.verdict().offences().stream()
                .limit(MOST_FINDINGS)
                .map(ChaosSummary::offence)
                .forEach(this::line);
        report.findings().stream().limit(MOST_FINDINGS).forEach(text -> line("           " + text));
        line("report     " + files.markdown(report.options().seed()));
    }

    private static String offence(Offence offence) {
        return "           %s, job %s: %s"
                .formatted(offence.anomaly(), offence.job(), offence.text());
    }

    private static String recovery(Spread spread, int unmeasured) {
        String measured =
                spread == null || spread.count() == 0 ? "" : "recovered " + spread(spread);
        return unmeasured == 0
                ? measured
                : measured + (measured.isEmpty() ? "" : ", ") + unmeasured + " not measured";
    }

    private static String spread(Spread spread) {
        return "p50 %d ms, p99 %d ms, max %d ms (%d)"
                .formatted(spread.p50(), spread.p99(), spread.max(), spread.count());
    }

    private static String counts(Map<String, ? extends Number> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> "%s %s".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void line(String line) {
        screen.out().println(line);
    }
}
