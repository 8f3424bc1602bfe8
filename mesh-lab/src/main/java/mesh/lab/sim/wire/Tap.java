package mesh.lab.sim.wire;

import java.util.List;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Message;

/// Hears everything that is on the wire. It changes nothing.
public interface Tap {

    /// The broker has taken in a message.
    void routed(Owner sender, Message message);

    /// A party sends these, in no transaction.
    void sending(Owner sender, List<? extends Message> messages);

    /// A batch is given to its reader.
    void arriving(Owner reader, List<? extends Delivery<?>> batch);

    /// The reader's handler returned, with these answers.
    void handled(Owner reader, List<? extends Delivery<?>> batch, List<? extends Message> answers);

    /// The reader's handler threw, or its process died in it.
    void failed(Owner reader, List<? extends Delivery<?>> batch);

    /// The broker has taken the answers and forgotten the batch.
    void acknowledged(Owner reader, List<? extends Delivery<?>> batch);

    /// A reader was told that a node's queue is read by nobody.
    ///
    /// @param taken whether it took that in; where not it is told again
    void departed(Owner reader, NodeId node, boolean taken);

    /// A party asked whether it is connected, and is not.
    void cutOff(Owner party);
}
