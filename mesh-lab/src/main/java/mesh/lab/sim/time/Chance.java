package mesh.lab.sim.time;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Chance from a seed. Each part of a run has a chance of its own, so that to leave one part out
/// changes the others as little as can be.
public final class Chance {
    private final long seed;
    private final SplittableRandom random;

    public Chance(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /// Another chance, for the part of this name; the same name gives the same one.
    public Chance of(String part) {
        long mixed = (seed + 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L;
        return new Chance(mixed ^ (long) part.hashCode() * 0x94D0_49BB_1331_11EBL);
    }

    public RandomGenerator generator() {
        return random;
    }

    /// Whether something of this probability happens.
    public boolean hits(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /// A whole number, both ends included.
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /// A number, the upper end excluded.
    public double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    public <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /// A waiting time with many short and few long ones: half of them are below the median.
    public long lognormal(double median, double sigma) {
        return (long) (median * StrictMath.exp(sigma * random.nextGaussian()));
    }
}
