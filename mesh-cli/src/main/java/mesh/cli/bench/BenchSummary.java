package mesh.cli.bench;

import java.util.List;
import mesh.cli.Screen;
import mesh.cli.show.Table;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.report.BenchReport;
import mesh.lab.bench.report.Comparison;
import mesh.lab.bench.report.Figure;
import mesh.lab.bench.report.GoalResult;

/// A benchmark's end on the screen.
record BenchSummary(Screen screen) {

    void print(BenchReport report, List<Comparison.Change> changes, ReportFiles files) {
        line("");
        figures(report.figures());
        goals(report.goals());
        changes(changes);
        line("machine  " + report.machine().text());
        line(
                "disk     %s, fdatasync of 4 KiB takes %s ms"
                        .formatted(report.disk(), Figure.text(report.syncMillis())));
        report.failures().forEach(failure -> line("failed   " + failure));
        line("report   %s, %s".formatted(files.markdown(), files.json()));
    }

    private void figures(List<Figure> figures) {
        var table = new Table("figure", "median", "least", "most", "unit", "");
        figures.stream()
                .filter(BenchSummary::worthALine)
                .forEach(
                        figure ->
                                table.row(
                                        figure.name(),
                                        Figure.text(figure.median()),
                                        Figure.text(figure.min()),
                                        Figure.text(figure.max()),
                                        figure.unit(),
                                        figure.text()));
        print(table);
    }

    /// That nothing was refused is no news; the report has it.
    private static boolean worthALine(Figure figure) {
        return figure.better() != Better.NEITHER || figure.max() != 0;
    }

    private void goals(List<GoalResult> goals) {
        var table = new Table("goal", "wanted", "found", "");
        goals.forEach(
                goal ->
                        table.row(
                                goal.figure(),
                                goal.goal(),
                                goal.value() == null ? null : Figure.text(goal.value()),
                                goal.verdict()));
        print(table);
    }

    private void changes(List<Comparison.Change> changes) {
        var table = new Table("figure", "before", "after", "unit", "change", "");
        changes.forEach(
                change ->
                        table.row(
                                change.name(),
                                Figure.text(change.before()),
                                Figure.text(change.after()),
                                change.unit(),
                                change.percentText(),
                                change.verdict()));
        print(table);
    }

    private void print(Table table) {
        if (!table.isEmpty()) {
            table.lines().forEach(this::line);
            line("");
        }
    }

    private void line(String line) {
        screen.out().println(line);
    }
}
