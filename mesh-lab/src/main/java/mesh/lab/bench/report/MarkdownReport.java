package mesh.lab.bench.report;

import java.util.List;
import java.util.StringJoiner;

/// A report for people, in Markdown.
public final class MarkdownReport {
    private final StringJoiner text = new StringJoiner("\n", "", "\n");

    private MarkdownReport() {}

    /// @param changes since an earlier run; empty where none was named
    /// @param plots their files, relative to the report
    public static String of(
            BenchReport report, List<Comparison.Change> changes, List<String> plots) {
        var markdown = new MarkdownReport();
        markdown.head(report);
        markdown.goals(report.goals());
        markdown.figures(report.figures());
        markdown.changes(changes);
        plots.forEach(plot -> markdown.text.add("![" + plot + "](" + plot + ")").add(""));
        markdown.notes(report.notes());
        markdown.failures(report.failures());
        markdown.loads(report.loads());
        return markdown.text.toString();
    }

    private void head(BenchReport report) {
        text.add("# Benchmark" + (report.smoke() ? " (smoke: figures mean nothing)" : "")).add("");
        text.add("`%s`".formatted(report.command())).add("");
        text.add("- mesh %s, %s".formatted(report.version(), report.at()));
        text.add("- " + report.machine().text());
        text.add(
                "- fdatasync of 4 KiB: %s ms (median)".formatted(Figure.text(report.syncMillis())));
        text.add(
                "- %d repetitions, all parts in turn, in %d s; median (least – most)"
                        .formatted(report.repetitions(), report.took().toSeconds()));
        text.add("");
    }

    private void goals(List<GoalResult> goals) {
        if (goals.isEmpty()) {
            return;
        }
        text.add("## Goals").add("");
        text.add("| figure | goal | found | |").add("|---|---|---|---|");
        for (GoalResult goal : goals) {
            text.add(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    goal.figure(),
                                    goal.goal(),
                                    goal.value() == null ? "" : Figure.text(goal.value()),
                                    goal.verdict()));
        }
        text.add("");
    }

    private void figures(List<Figure> figures) {
        text.add("## Figures").add("");
        text.add("| figure | | median | least – most | unit |").add("|---|---|---:|---|---|");
        for (Figure figure : figures) {
            text.add(
                    "| %s | %s | %s | %s – %s | %s |"
                            .formatted(
                                    figure.name(),
                                    figure.text(),
                                    Figure.text(figure.median()),
                                    Figure.text(figure.min()),
                                    Figure.text(figure.max()),
                                    figure.unit()));
        }
        text.add("");
    }

    private void changes(List<Comparison.Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        text.add("## Change since the earlier run").add("");
        text.add("| figure | before | after | change | |").add("|---|---:|---:|---:|---|");
        for (Comparison.Change change : changes) {
            text.add(
                    "| %s | %s | %s %s | %s | %s |"
                            .formatted(
                                    change.name(),
                                    Figure.text(change.before()),
                                    Figure.text(change.after()),
                                    change.unit(),
                                    change.percentText(),
                                    change.verdict()));
        }
        text.add("");
    }

    private void notes(List<String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        text.add("## Notes").add("");
        notes.forEach(note -> text.add("- " + note));
        text.add("");
    }

    private void failures(List<String> failures) {
        if (failures.isEmpty()) {
            return;
        }
        text.add("## What did not work").add("");
        failures.forEach(failure -> text.add("- " + failure));
        text.add("");
    }

    private void loads(List<Loads> loads) {
        text.add("## Load of the machine").add("");
        text.add("The average of a minute, before and after each turn.").add("");
        text.add("| repetition | part | before | after |").add("|---:|---|---:|---:|");
        for (Loads load : loads) {
            text.add(
                    "| %d | %s | %.1f | %.1f |"
                            .formatted(
                                    load.repetition(), load.part(), load.before(), load.after()));
        }
    }
}
