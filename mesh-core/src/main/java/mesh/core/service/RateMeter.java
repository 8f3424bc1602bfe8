package mesh.core.service;

/// How often something happened per second, over the last minute. One thread counts, any may read.
final class RateMeter {
    private static final int SECONDS = 60;

    private final long[] counts = new long[SECONDS];
    private final long[] stamps = new long[SECONDS];

    synchronized void count(long epochSecond, long happened) {
        int slot = Math.floorMod(epochSecond, SECONDS);
        if (stamps[slot] != epochSecond) {
            stamps[slot] = epochSecond;
            counts[slot] = 0;
        }
        counts[slot] += happened;
    }

    synchronized double perSecond(long epochSecond) {
        long sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            sum += stamps[slot] > epochSecond - SECONDS ? counts[slot] : 0;
        }
        return (double) sum / SECONDS;
    }
}
