package mesh.lab.bench.plan;

/// Something that a part measures in each of its repetitions.
///
/// @param name by which reports and comparisons know it, such as `mesh.batch`; never changed
/// @param text for people
/// @param unit such as `jobs/s`; empty where it is a plain number
public record Measure(String name, String text, String unit, Better better) {}
