package mesh.protocol.json;

import java.util.List;
import mesh.protocol.message.Message;

/// What a body holds: the records that could be read, in their order, and what could not.
///
/// @param broken empty in a body where all is well. Where nothing could be read it has one entry,
///     the whole body
public record Contents<M extends Message>(List<M> records, List<Broken> broken) {

    /// Something that is no record of the address.
    ///
    /// @param reason for people
    /// @param text what it was
    public record Broken(String reason, String text) {}
}
