package mesh.lab.bench.report;

/// How busy the machine was around one part's turn: the average number of tasks that ran or wanted
/// to, over a minute.
public record Loads(int repetition, String part, double before, double after) {}
