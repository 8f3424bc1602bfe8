package mesh.protocol.recent;

import java.util.Arrays;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// The newest attempt of each of the jobs that were written down lately, with its node and a number
/// that means something to the owner. Holds the newest so many; the oldest are forgotten first.
/// What is here lies at a place, a number that is good until something is written down or taken
/// out.
///
/// A table takes some 50 bytes for each entry and grows to its bound by doubling. Entries are found
/// by open addressing with linear probing, and taken out by moving back what was probed past them
/// (D. E. Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithm R).
public final class RecentAttempts {
    /// The place of what is not here.
    public static final int NONE = -1;

    private static final int FIRST = 64;

    private final int most;
    private final NodeNames names = new NodeNames();
    private final Order order = new Order();

    /// Of each place.
    private long[] high = new long[0];

    private long[] low = new long[0];
    private int[] attempts = new int[0];
    private int[] nodes = new int[0];
    private int[] notes = new int[0];

    /// By the hash of the job, its place; twice as many as places, a power of two.
    private int[] slots = new int[0];

    /// @param most how many are held
    public RecentAttempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a memory holds at least 1, was " + most);
        }
        this.most = most;
    }

    /// How many are held.
    int size() {
        return order.size();
    }

    /// How many names of nodes are kept for them.
    int names() {
        return names.size();
    }

    /// Writes an attempt down as the newest of all; what was known of the job is forgotten.
    ///
    /// @param node null for none
    public void put(JobId job, int attempt, NodeId node, int note) {
        remove(job);
        if (order.size() == most) {
            removeAt(order.oldest());
        }
        if (order.size() == high.length) {
            grow();
        }
        int place = order.add();
        high[place] = job.value().getMostSignificantBits();
        low[place] = job.value().getLeastSignificantBits();
        attempts[place] = attempt;
        nodes[place] = names.keep(node);
        notes[place] = note;
        slots[slotFor(place)] = place;
    }

    /// Forgets a job, where it is here.
    public void remove(JobId job) {
        int place = find(job);
        if (place != NONE) {
            removeAt(place);
        }
    }

    /// The place of a job, or {@link #NONE}.
    public int find(JobId job) {
        if (slots.length == 0) {
            return NONE;
        }
        long jobHigh = job.value().getMostSignificantBits();
        long jobLow = job.value().getLeastSignificantBits();
        int slot = hash(jobHigh, jobLow);
        int place;
        while ((place = slots[slot]) != NONE) {
            if (low[place] == jobLow && high[place] == jobHigh) {
                return place;
            }
            slot = next(slot);
        }
        return NONE;
    }

    /// The number of the attempt at a place.
    public int attempt(int place) {
        return attempts[place];
    }

    /// Its node, or null.
    public NodeId node(int place) {
        return names.get(nodes[place]);
    }

    /// What the owner noted there.
    public int note(int place) {
        return notes[place];
    }

    private void removeAt(int place) {
        int slot = hash(high[place], low[place]);
        while (slots[slot] != place) {
            slot = next(slot);
        }
        close(slot);
        names.release(nodes[place]);
        order.remove(place);
    }

    /// Empties a slot; whatever cannot be found any more across it is moved into it.
    private void close(int emptied) {
        int hole = emptied;
        for (int slot = next(hole); slots[slot] != NONE; slot = next(slot)) {
            int home = hash(high[slots[slot]], low[slots[slot]]);
            int fromHome = slot - home & slots.length - 1;
            int fromHole = slot - hole & slots.length - 1;
            if (fromHome >= fromHole) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = NONE;
    }

    private int slotFor(int place) {
        int slot = hash(high[place], low[place]);
        while (slots[slot] != NONE) {
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return slot + 1 & slots.length - 1;
    }

    /// The bits of an id are mostly a time, in the upper half, and chance, in the lower.
    private int hash(long upper, long lower) {
        long mixed = (upper ^ lower) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> Integer.SIZE) & slots.length - 1;
    }

    private void grow() {
        int places = Math.min(most, Math.max(FIRST, 2 * high.length));
        high = Arrays.copyOf(high, places);
        low = Arrays.copyOf(low, places);
        attempts = Arrays.copyOf(attempts, places);
        nodes = Arrays.copyOf(nodes, places);
        notes = Arrays.copyOf(notes, places);
        slots = new int[Integer.highestOneBit(2 * places - 1) * 2];
        Arrays.fill(slots, NONE);
        order.grow(places);
        for (int place = 0; place < order.size(); place++) {
            slots[slotFor(place)] = place;
        }
    }
}
