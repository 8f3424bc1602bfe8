package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why an offer has no winner yet.
public enum NoAward {
    /// No node that is online satisfies what the job needs.
    NO_CAPABLE_NODE,
    /// Nodes that could run it are online, and all their slots are taken.
    NO_FREE_SLOT,
    /// It was a probe, and a node has a slot for the job: it is awarded when the whole of it comes.
    READY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static NoAward of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
