package mesh.worker.node;

import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;

/// Something for the node to do.
public sealed interface Step {

    /// Run the handler, and say when it has ended.
    record Start(Assignment assignment) implements Step {}

    /// Interrupt the handler; give it up when it does not end.
    record Stop(AttemptRef attempt) implements Step {}

    /// Send this, and say when it is sent.
    record Settle(Settlement settlement) implements Step {}
}
