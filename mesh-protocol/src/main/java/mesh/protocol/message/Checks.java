package mesh.protocol.message;

import java.util.Locale;
import java.util.Objects;
import mesh.protocol.Json;

/// What every message checks of itself, said the same way each time.
final class Checks {
    private Checks() {}

    static void present(String field, Object value) {
        if (Objects.isNull(value)) {
            throw new IllegalArgumentException("`" + field + "` is missing");
        }
    }

    static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "`" + field + "` must be " + least + " to " + most + ", was " + value);
        }
    }

    static void size(String field, Json value, int mostBytes) {
        if (value.bytes() > mostBytes) {
            throw new IllegalArgumentException(
                    "`" + field + "` has at most " + mostBytes + " bytes, was " + value.bytes());
        }
    }

    /// A field that goes with one kind of record alone, and is never missing there.
    static void only(String field, Object value, boolean wanted, Object kind) {
        if (wanted == (value == null)) {
            throw new IllegalArgumentException(
                    "`"
                            + field
                            + "` "
                            + (wanted ? "is missing in" : "does not go with")
                            + " the kind "
                            + kind.toString().toLowerCase(Locale.ROOT));
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "`" + field + "` must be at least " + least + ", was " + value);
        }
    }
}
