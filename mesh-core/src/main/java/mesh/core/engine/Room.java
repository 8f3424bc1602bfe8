package mesh.core.engine;

/// For how many offers there is room at once, and for how many characters of large payloads; one
/// may exceed these alone.
final class Room {
    private final int most;
    private final long mostSize;
    private int taken;
    private long size;

    Room(int most, long mostSize) {
        this.most = most;
        this.mostSize = mostSize;
    }

    boolean hasPlace() {
        return taken < most;
    }

    /// Whether there is room for such a payload.
    boolean takes(int more) {
        return size == 0 || size + more <= mostSize;
    }

    void enter(int more) {
        taken++;
        size += more;
    }

    void leave(int less) {
        taken--;
        size -= less;
    }
}
