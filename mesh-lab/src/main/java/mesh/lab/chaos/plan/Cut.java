package mesh.lab.chaos.plan;

import java.util.Locale;

/// How a connection is cut. What is held back arrives when the cut heals, as it does where a
/// network loses packets and TCP sends them again; nobody sees the connection end before.
public enum Cut {
    /// Nothing passes.
    BOTH_WAYS,
    /// Nothing passes from the node to the broker.
    TO_BROKER,
    /// Nothing passes from the broker to the node.
    FROM_BROKER,
    /// The connection is reset again and again.
    FLAPPING;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// As JSON writes it.
    @Override
    public String toString() {
        return wireName();
    }
}
