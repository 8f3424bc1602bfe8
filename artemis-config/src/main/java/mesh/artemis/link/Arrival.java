package mesh.artemis.link;

import org.apache.activemq.artemis.api.core.ICoreMessage;

/// A message as it came from a queue.
///
/// @param message is read and never changed: others may read the same
/// @param deliveries how often it was given to a reader, this time included
record Arrival(ICoreMessage message, int deliveries) {}
