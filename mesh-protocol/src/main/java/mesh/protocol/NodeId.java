package mesh.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name of a node, chosen by its owner and unique in a mesh: 1 to 63 letters, digits, dots,
/// dashes or underscores, beginning with a letter or a digit, so that it is safe in a queue's name,
/// a selector and a file's name.
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeId {
        if (value == null || !SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a node's name is 1 to 63 letters, digits, dots, dashes or underscores and begins with a letter or"
                            + " a digit, was '"
                            + value
                            + "'");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
