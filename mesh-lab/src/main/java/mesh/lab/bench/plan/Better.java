package mesh.lab.bench.plan;

/// Which way of a figure is the good one.
public enum Better {
    MORE,
    LESS,
    /// It only says how something was measured.
    NEITHER
}
