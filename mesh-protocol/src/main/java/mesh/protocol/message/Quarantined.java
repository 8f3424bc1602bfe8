package mesh.protocol.message;

import java.util.UUID;
import mesh.protocol.Address;
import mesh.protocol.Excerpt;

/// What could not be read or believed, as text, with the reason.
///
/// @param id made by whoever put it aside, so that a repeat is known
/// @param from the address it came on
/// @param reason for people
/// @param body the text as it came; what is no text is written as hexadecimal. Cut to {@value
///     #MOST_CHARACTERS} characters
public record Quarantined(UUID id, String from, String reason, String body) implements Message {
    public static final int MOST_CHARACTERS = 1 << 20;

    public Quarantined {
        Checks.present("id", id);
        Checks.present("from", from);
        Checks.present("reason", reason);
        body = body == null ? "" : Excerpt.beginning(body, MOST_CHARACTERS);
    }

    @Override
    public Address<Quarantined> address() {
        return Address.QUARANTINE;
    }

    @Override
    public boolean persistent() {
        return true;
    }
}
