package mesh.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// A node as a client sees it.
public record NodeView(
        NodeId id,
        State state,
        Capabilities capabilities,
        int slots,
        int busy,
        Instant lastSeen,
        Instant joinedAt,
        String version) {

    /// Whether it takes jobs.
    public enum State {
        @JsonProperty("online")
        ONLINE,
        /// Silent for longer than two heartbeats: it gets no further jobs until it speaks.
        @JsonProperty("suspect")
        SUSPECT,
        /// Silent for 30 s, or its connection ended.
        @JsonProperty("offline")
        OFFLINE,
        /// It finishes what it runs and takes nothing more.
        @JsonProperty("draining")
        DRAINING
    }
}
