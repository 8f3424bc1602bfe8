package mesh.protocol.link;

import java.time.Instant;
import mesh.protocol.message.Message;

/// A record as it arrived.
///
/// @param at when the broker took it in, by the broker's clock; older than now where it was kept
///     for a late reader
public record Delivery<M extends Message>(M message, Instant at) {}
