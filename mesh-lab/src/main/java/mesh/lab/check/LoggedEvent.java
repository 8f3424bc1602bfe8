package mesh.lab.check;

import java.time.Instant;
import mesh.protocol.NodeId;

/// One line of a job's event log.
///
/// @param seq its place, from 1
/// @param at by the core's clock
/// @param name what happened, in kebab case
/// @param state the job's state after it, by its wire name
/// @param attempt which attempt it is about; null where none
/// @param node which node it is about; null where none
/// @param code the error's code; null where none
public record LoggedEvent(
        int seq,
        Instant at,
        String name,
        String state,
        Integer attempt,
        NodeId node,
        String code) {}
