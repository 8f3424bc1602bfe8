package mesh.lab.bench.latency;

import java.util.random.RandomGenerator;

/// When jobs are due: as from many clients that know nothing of each other, with exponential gaps
/// (a Poisson process).
final class Arrivals {
    private static final double NANOS_A_SECOND = 1e9;

    private Arrivals() {}

    /// Nanoseconds from the beginning, in order.
    ///
    /// @param rate jobs a second on average
    /// @param seconds how long
    static long[] of(double rate, double seconds, RandomGenerator chance) {
        var due = new long[(int) Math.round(rate * seconds)];
        double at = 0;
        for (int i = 0; i < due.length; i++) {
            at += -Math.log(1 - chance.nextDouble()) / rate;
            due[i] = (long) (at * NANOS_A_SECOND);
        }
        return due;
    }
}
