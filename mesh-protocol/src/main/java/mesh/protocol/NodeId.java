package mesh.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a node, chosen by its owner and unique in a mesh: 1 to 63 letters, digits, dots,
/// dashes or underscores, beginning with a letter or a digit, so that it is safe in a queue's name,
/// a selector and a file's name.
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
    private static final int MOST_CHARACTERS = 63;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeId {
        if (!isName(value)) {
            throw new IllegalArgumentException(
                    "a node's name is 1 to 63 letters, digits, dots, dashes or underscores and begins with a letter or"
                            + " a digit, was '"
                            + value
                            + "'");
        }
    }

    private static boolean isName(String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_CHARACTERS) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            boolean letterOrDigit =
                    one >= 'a' && one <= 'z'
                            || one >= 'A' && one <= 'Z'
                            || one >= '0' && one <= '9';
            boolean within = at > 0 && (one == '.' || one == '-' || one == '_');
            if (!letterOrDigit && !within) {
                return false;
            }
        }
        return true;
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
