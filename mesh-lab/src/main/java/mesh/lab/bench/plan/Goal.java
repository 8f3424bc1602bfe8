package mesh.lab.bench.plan;

/// What a figure's median should be. A goal that is missed is told and fails nothing.
///
/// @param figure its name
/// @param atLeast whether the bound is the least or the most
public record Goal(String figure, boolean atLeast, double bound) {

    public static Goal atLeast(String figure, double bound) {
        return new Goal(figure, true, bound);
    }

    public static Goal atMost(String figure, double bound) {
        return new Goal(figure, false, bound);
    }

    public boolean reached(double value) {
        return atLeast ? value >= bound : value <= bound;
    }
}
