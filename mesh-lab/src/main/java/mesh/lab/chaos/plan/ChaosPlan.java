package mesh.lab.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The faults of a run, in the order of time.
///
/// Kinds take turns, in an order that is shuffled anew for each round, so that each is caused as
/// often as the others; so do the ways to cut a connection. Of the nodes one is chosen to which
/// nothing else is being done, so that what mends one fault does not end another; where there is
/// none, the plan waits for the first.
public final class ChaosPlan {
    /// A node that was started again needs about so long until it takes jobs.
    private static final Duration STARTING = Duration.ofSeconds(4);

    /// What mends a fault comes a moment late, and must not end the next one on the same node.
    private static final Duration MENDING = Duration.ofMillis(250);

    private final ChaosOptions options;
    private final Random chance;
    private final Duration[] busyUntil;
    private final List<Cut> cuts = new ArrayList<>();
    private boolean longHang;
    private boolean longCut;

    private ChaosPlan(ChaosOptions options) {
        this.options = options;
        this.chance = new Random(options.seed());
        this.busyUntil = new Duration[options.nodes()];
        Arrays.fill(busyUntil, Duration.ZERO);
    }

    /// The same faults for the same options, always.
    public static List<Fault> of(ChaosOptions options) {
        return new ChaosPlan(options).faults();
    }

    private List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        var round = new ArrayList<FaultKind>();
        Duration at = options.every();
        while (!options.kinds().isEmpty() && at.compareTo(options.length()) < 0) {
            if (round.isEmpty()) {
                round.addAll(options.kinds());
                Collections.sort(round);
                Collections.shuffle(round, chance);
            }
            FaultKind kind = round.removeFirst();
            Duration free = Collections.min(List.of(busyUntil));
            at = kind.ofOneNode() && free.compareTo(at) > 0 ? free : at;
            if (at.compareTo(options.length()) < 0) {
                faults.add(fault(faults.size() + 1, at, kind));
            }
            at = at.plus(options.every());
        }
        return List.copyOf(faults);
    }

    private Fault fault(int number, Duration at, FaultKind kind) {
        Duration lasts =
                switch (kind) {
                    case KILL_NODE, KILL_CORE, KILL_AUCTION, KILL_BROKER, KILL_ALL ->
                            millis(100, 1_500);
                    case HANG -> hang();
                    case PARTITION -> partition();
                    case SLOW -> millis(3_000, 8_000);
                };
        Cut cut = kind == FaultKind.PARTITION ? cut() : null;
        Duration delay = kind == FaultKind.SLOW ? millis(20, 1_500) : Duration.ZERO;
        int node = kind.ofOneNode() ? node(at, lasts, kind) : -1;
        return new Fault(number, at, kind, node, lasts, cut, delay);
    }

    /// By turns shorter and longer than the lease, as both have to be lived through.
    private Duration hang() {
        longHang = !longHang;
        return longHang ? millis(18_000, 22_000) : millis(500, 8_000);
    }

    private Duration partition() {
        if (cuts.isEmpty()) {
            longCut = !longCut;
        }
        return longCut ? millis(500, 8_000) : millis(16_000, 22_000);
    }

    private Cut cut() {
        if (cuts.isEmpty()) {
            cuts.addAll(List.of(Cut.values()));
            Collections.shuffle(cuts, chance);
        }
        return cuts.removeFirst();
    }

    private int node(Duration at, Duration lasts, FaultKind kind) {
        var free = new ArrayList<Integer>();
        for (int node = 0; node < busyUntil.length; node++) {
            if (busyUntil[node].compareTo(at) <= 0) {
                free.add(node);
            }
        }
        int chosen = free.get(chance.nextInt(free.size()));
        Duration after = lasts.plus(kind == FaultKind.KILL_NODE ? STARTING : MENDING);
        busyUntil[chosen] = at.plus(after);
        return chosen;
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(from + chance.nextInt(to - from + 1));
    }
}
