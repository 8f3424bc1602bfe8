package mesh.core.http.edge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A number of places of one kind, such as for requests that wait. One client gets three quarters
/// of them at the most, so that there are some for others.
public final class Budget {
    /// What came of asking for a place.
    public enum Answer {
        TAKEN,
        /// All places are taken.
        FULL,
        /// This client has all that one client gets.
        FULL_FOR_CLIENT
    }

    private final int most;
    private final int mostOfOne;
    private final AtomicInteger taken = new AtomicInteger();

    public Budget(int most) {
        this.most = most;
        this.mostOfOne = ofOne(most);
    }

    static int ofOne(int most) {
        return most - most / 4;
    }

    public int most() {
        return most;
    }

    public int mostOfOne() {
        return mostOfOne;
    }

    public int taken() {
        return taken.get();
    }

    /// @param ofClient how many the client has of them
    Answer take(AtomicLong ofClient) {
        if (ofClient.incrementAndGet() > mostOfOne) {
            ofClient.decrementAndGet();
            return Answer.FULL_FOR_CLIENT;
        }
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            ofClient.decrementAndGet();
            return Answer.FULL;
        }
        return Answer.TAKEN;
    }

    void giveBack(AtomicLong ofClient) {
        taken.decrementAndGet();
        ofClient.decrementAndGet();
    }
}
