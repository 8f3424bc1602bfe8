package mesh.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The kind of work a job is, and the name of the handler that does it: 1 to 64 characters, a
/// lower-case letter first, then lower-case letters, digits, dots, dashes or underscores.
public record JobType(@JsonValue String name) {
    private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobType {
        if (name == null || !SYNTAX.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a type is 1 to 64 lower-case letters, digits, dots, dashes or underscores and begins with a"
                            + " letter, was '"
                            + (name == null
                                    ? ""
                                    : name.length() > 80 ? name.substring(0, 80) + "…" : name)
                            + "'");
        }
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
