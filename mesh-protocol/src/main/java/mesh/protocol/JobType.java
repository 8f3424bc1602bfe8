package mesh.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The kind of work a job is, and the name of the handler that does it: 1 to 64 characters, a
/// lower-case letter first, then lower-case letters, digits, dots, dashes or underscores.
public record JobType(@JsonValue String name) {
    private static final int MOST_CHARACTERS = 64;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobType {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a type is 1 to 64 lower-case letters, digits, dots, dashes or underscores and begins with a"
                            + " letter, was '"
                            + (name == null
                                    ? ""
                                    : name.length() > 80 ? name.substring(0, 80) + "…" : name)
                            + "'");
        }
    }

    private static boolean isName(String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_CHARACTERS) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            boolean letter = one >= 'a' && one <= 'z';
            boolean within =
                    at > 0 && (one >= '0' && one <= '9' || one == '.' || one == '-' || one == '_');
            if (!letter && !within) {
                return false;
            }
        }
        return true;
    }

    /// The capability that a node announces when it runs this type: `type_` and the name, with `_`
    /// for what a selector's identifier cannot hold.
    public String capability() {
        return "type_" + name.replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return name;
    }
}
