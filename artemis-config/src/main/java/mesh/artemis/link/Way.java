package mesh.artemis.link;

import java.util.function.BooleanSupplier;
import mesh.protocol.link.LinkException;

/// How a line comes to its broker.
interface Way {
    /// The broker's place, for messages.
    String url();

    /// Whose line it is, for messages.
    String name();

    /// Whether the broker is in this process, and does what it is asked on the thread that asks.
    boolean isWithin();

    /// Connects, once.
    ///
    /// @param done whether nobody waits for it any more
    /// @throws LinkException when there is no broker, or it does not let this party in
    Life connect(BooleanSupplier done);
}
