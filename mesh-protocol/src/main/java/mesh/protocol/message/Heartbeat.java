package mesh.protocol.message;

import java.util.List;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// A node's word that it is alive, what it can do and what it is doing.
///
/// @param incarnation made anew at each start of the node, so that a restart can be told from a
///     silence
/// @param seq counts this incarnation's heartbeats from 1; a reader ignores one that is not newer
/// @param slots how many jobs it runs at once
/// @param busy how many it runs now
/// @param draining whether it takes no further jobs
/// @param running the attempts it holds; naming one renews its lease
/// @param version the node's software
/// @param settled attempts whose settlement the broker took lately, newest last; naming one renews
///     its lease as `running` does, because the core may be seconds behind in reading settlements,
///     but it takes no slot
public record Heartbeat(
        NodeId node,
        String incarnation,
        long seq,
        Capabilities capabilities,
        int slots,
        int busy,
        boolean draining,
        StandingBid bid,
        List<AttemptRef> running,
        String version,
        List<AttemptRef> settled)
        implements Message {
    public static final int MOST_SLOTS = 1024;

    public Heartbeat {
        Checks.present("node", node);
        Checks.present("incarnation", incarnation);
        Checks.atLeast("seq", seq, 1);
        Checks.atLeast("slots", slots, 0);
        Checks.atLeast("busy", busy, 0);
        if (slots > MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "`slots` must be at most " + MOST_SLOTS + ", was " + slots);
        }
        capabilities = capabilities == null ? Capabilities.NONE : capabilities;
        bid = bid == null ? StandingBid.FREE : bid;
        running = running == null ? List.of() : List.copyOf(running);
        version = version == null ? "unknown" : version;
        settled = settled == null ? List.of() : List.copyOf(settled);
    }

    /// Of a node that settled nothing lately.
    public Heartbeat(
            NodeId node,
            String incarnation,
            long seq,
            Capabilities capabilities,
            int slots,
            int busy,
            boolean draining,
            StandingBid bid,
            List<AttemptRef> running,
            String version) {
        this(
                node,
                incarnation,
                seq,
                capabilities,
                slots,
                busy,
                draining,
                bid,
                running,
                version,
                List.of());
    }

    @Override
    public Address<Heartbeat> address() {
        return Address.HEARTBEATS;
    }
}
