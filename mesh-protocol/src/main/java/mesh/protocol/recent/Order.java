package mesh.protocol.recent;

import java.util.Arrays;

/// The places of a table in the order in which they were taken, and those that are free.
final class Order {
    private static final int NONE = -1;

    /// Of each place that is taken, its neighbours; of a free one, the next that is free.
    private int[] newer = new int[0];

    private int[] older = new int[0];
    private int oldest = NONE;
    private int newest = NONE;
    private int free = NONE;
    private int size;

    int size() {
        return size;
    }

    /// The place that was taken first of those that are; there must be one.
    int oldest() {
        return oldest;
    }

    /// Takes a free place; there must be one.
    int add() {
        int place = free;
        free = newer[place];
        newer[place] = NONE;
        older[place] = newest;
        if (newest == NONE) {
            oldest = place;
        } else {
            newer[newest] = place;
        }
        newest = place;
        size++;
        return place;
    }

    /// Makes a place free that is taken.
    void remove(int place) {
        if (place == oldest) {
            oldest = newer[place];
        } else {
            newer[older[place]] = newer[place];
        }
        if (place == newest) {
            newest = older[place];
        } else {
            older[newer[place]] = older[place];
        }
        newer[place] = free;
        free = place;
        size--;
    }

    /// Adds places, where none is free.
    void grow(int places) {
        int before = newer.length;
        newer = Arrays.copyOf(newer, places);
        older = Arrays.copyOf(older, places);
        for (int place = places - 1; place >= before; place--) {
            newer[place] = free;
            free = place;
        }
    }
}
