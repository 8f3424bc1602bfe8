package mesh.lab.bench.plan;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// How much is done in one repetition.
///
/// @param warmUp how long a fresh mesh works before anything is measured: until its JVM has
///     compiled what is hot
/// @param settling how long each load goes on before its window begins
/// @param window the time over which one throughput is measured
/// @param latencyWindow the same for one point of the latency curve
/// @param batch jobs in one call, where jobs come in batches
/// @param batchClients how many clients submit batches
/// @param clients how many clients submit one by one, each in turn
/// @param inFlight how many jobs may be submitted and not settled
/// @param shares of the throughput found, in percent, at which latency is measured
/// @param reads how many results of a measurement are read by id
/// @param queued how many jobs the backlog has
/// @param starts how often a mesh is started to see how soon it is ready
/// @param calm how long a mesh is left alone before and while it is seen what it does then
/// @param nodes how many idle nodes there are to see what one takes
public record Scale(
        Duration warmUp,
        Duration settling,
        Duration window,
        Duration latencyWindow,
        int batch,
        int batchClients,
        List<Integer> clients,
        int inFlight,
        List<Integer> shares,
        int reads,
        int queued,
        int starts,
        Duration calm,
        int nodes) {

    /// What figures are worth quoting from.
    public static final Scale FULL =
            new Scale(
                    Duration.ofSeconds(12),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(5),
                    500,
                    4,
                    List.of(1, 16, 64),
                    4_000,
                    tenths(1, 9),
                    100,
                    1_000_000,
                    3,
                    Duration.ofSeconds(30),
                    2_000);

    /// Whether it works at all.
    public static final Scale SMOKE =
            new Scale(
                    Duration.ofMillis(200),
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    Duration.ofMillis(500),
                    50,
                    2,
                    List.of(1, 4),
                    500,
                    List.of(20, 50),
                    10,
                    2_000,
                    1,
                    Duration.ofMillis(200),
                    20);

    private static List<Integer> tenths(int from, int to) {
        return IntStream.rangeClosed(from, to).map(tenth -> tenth * 10).boxed().toList();
    }

    /// The same with other windows.
    public Scale withWindow(Duration window) {
        return new Scale(
                warmUp,
                settling,
                window,
                latencyWindow,
                batch,
                batchClients,
                clients,
                inFlight,
                shares,
                reads,
                queued,
                starts,
                calm,
                nodes);
    }
}
