package mesh.lab.chaos;

import java.util.Map;
import java.util.StringJoiner;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.check.Offence;
import mesh.lab.check.Verdict;

/// A report as a page for people.
public final class MarkdownReport {
    private final StringJoiner page = new StringJoiner("\n", "", "\n");

    private MarkdownReport() {}

    public static String of(ChaosReport report) {
        var page = new MarkdownReport();
        page.write(report);
        return page.page.toString();
    }

    private void write(ChaosReport report) {
        Verdict verdict = report.verdict();
        line("# Chaos: " + (report.clean() ? "clean" : "NOT clean"));
        line("");
        line("`%s`  ".formatted(report.command()));
        line(
                "%s, on %s, %.0f s until every job had ended."
                        .formatted(
                                report.at().toString().substring(0, 19),
                                report.machine().text(),
                                report.took().toMillis() / 1000.0));
        line("");
        line("## Jobs");
        line("");
        line("| | |");
        line("|---|---:|");
        row("submitted", verdict.submitted());
        row("acknowledged", verdict.acknowledged());
        row("**lost**", verdict.lost());
        row("**unexpected**", verdict.unexpected());
        row("**duplicated or settled twice**", verdict.duplicated());
        row("without an answer", verdict.indeterminate());
        row("of those recovered", verdict.recovered());
        row("refused", verdict.refused());
        verdict.ends().forEach((state, count) -> row("ended as " + state, count));
        row("attempts", verdict.attempts());
        faults(report);
        line("");
        line("## Latency (ms)");
        line("");
        line("| | n | p50 | p99 | max |");
        line("|---|---:|---:|---:|---:|");
        spread("due to acknowledged", report.submitting());
        spread("admitted to succeeded", report.running());
        counts("## Answers beside the acknowledgements", report.answers());
        counts("## What the mesh refused (at least)", report.refused());
        wrong(report);
    }

    private void faults(ChaosReport report) {
        line("");
        line("## Faults and recovery (ms)");
        line("");
        line("| fault | caused | recoveries | not measured | p50 | p99 | max |");
        line("|---|---:|---:|---:|---:|---:|---:|");
        report.faults()
                .forEach(
                        (kind, count) -> {
                            Spread spread = report.recovery().getOrDefault(kind, Spread.NONE);
                            line(
                                    "| %s | %d | %d | %d | %s |"
                                            .formatted(
                                                    kind,
                                                    count,
                                                    spread.count(),
                                                    report.unmeasured().getOrDefault(kind, 0),
                                                    figures(spread)));
                        });
        if (report.faults().containsKey("slow")) {
            line("");
            line("Attempts taken back from slow nodes: %d.".formatted(report.lostOnSlow()));
        }
    }

    private static String figures(Spread spread) {
        return spread.count() == 0
                ? "| |"
                : "%d | %d | %d".formatted(spread.p50(), spread.p99(), spread.max());
    }

    private void wrong(ChaosReport report) {
        if (report.clean()) {
            return;
        }
        line("");
        line("## What is wrong");
        line("");
        report.verdict()
                .anomalies()
                .forEach((anomaly, count) -> line("- %s: %d".formatted(anomaly, count)));
        for (Offence offence : report.verdict().offences()) {
            line(
                    "- %s, job %s (%s): %s"
                            .formatted(
                                    offence.anomaly(),
                                    offence.job(),
                                    offence.submission(),
                                    offence.text()));
        }
        report.findings().forEach(finding -> line("- " + finding));
    }

    private void counts(String title, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        line("");
        line(title);
        line("");
        line("| | |");
        line("|---|---:|");
        counts.forEach(this::row);
    }

    private void spread(String what, Spread spread) {
        line(
                "| %s | %d | %d | %d | %d |"
                        .formatted(what, spread.count(), spread.p50(), spread.p99(), spread.max()));
    }

    private void row(String what, long count) {
        line("| %s | %d |".formatted(what, count));
    }

    private void line(String line) {
        page.add(line);
    }
}
