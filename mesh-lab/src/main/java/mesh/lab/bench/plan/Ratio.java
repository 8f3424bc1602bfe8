package mesh.lab.bench.plan;

/// One figure divided by another of the same repetition, so that whatever slowed both is out of it.
///
/// @param of the name of the one
/// @param by the name of the other
public record Ratio(String name, String text, String of, String by) {}
