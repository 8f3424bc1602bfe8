package mesh.protocol.link;

import java.util.List;
import java.util.function.Consumer;
import mesh.protocol.NodeId;
import mesh.protocol.message.Message;

/// One party's connection to the broker. Safe for use by many threads. It finds its way back by
/// itself after the broker was away; what it subscribed to goes on.
public interface Link extends AutoCloseable {

    /// Sends these records, in order per address. It returns once the broker has every {@linkplain
    /// Message#persistent() persistent} one on its disk; the others are only handed over.
    ///
    /// @throws LinkException when the broker cannot be reached or refuses (for instance because its
    ///     disk is full); some of the records may have arrived, so a sender repeats and a receiver
    ///     recognises a repeat
    void send(List<? extends Message> messages);

    /// Takes what arrives at a source, in batches of what is there, one batch at a time on a thread
    /// of its own.
    ///
    /// What cannot be read as the address's record goes to quarantine with the reason, and harms
    /// nobody.
    ///
    /// @throws LinkException when the broker cannot be reached, or when another reads what only one
    ///     may, a node's assignments, and goes on doing so
    <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler);

    /// Says which node's assignments are no longer read by anyone, as soon as the broker sees its
    /// connection end: a killed node is noticed in milliseconds, one that hangs or is cut off is
    /// not.
    Subscription watchDepartures(Consumer<NodeId> departed);

    /// Has this run each time when a node's assignments are read again after the link had lost its
    /// way: others may take the node for gone until it says that it is there. It is run by the
    /// thread that reads, so it is to be quick. A link that is never lost never runs it.
    default void onReturn(Runnable returned) {}

    /// Whether what this link subscribed to can reach it, as far as it knows: not from when it
    /// finds its connection lost, or gets no answer for a few seconds, until all of it is read
    /// again. It returns at once, and is to be asked every second or so. A link that is never lost
    /// always is.
    default boolean isConnected() {
        return true;
    }

    /// Ends every subscription and the connection. What was not acknowledged stays with the broker.
    @Override
    void close();

    /// What to do with a batch.
    @FunctionalInterface
    interface BatchHandler<M extends Message> {
        /// Handles what arrived. What it returns is sent, and the batch acknowledged, in one
        /// transaction of the broker. When it throws, nothing is sent and the batch comes again.
        List<? extends Message> handle(List<Delivery<M>> batch);
    }

    /// Something that goes on until it is closed.
    interface Subscription extends AutoCloseable {
        /// Stops the deliveries and waits for the handler that is at work. The source's queue stays
        /// where it is durable.
        @Override
        void close();
    }
}
