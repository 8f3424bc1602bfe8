package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// JSON as clients write it, read as strictly as everywhere in the mesh: what two readers could
/// take for two things is an error.
final class JsonText {
    private JsonText() {}

    /// One value and nothing after it.
    ///
    /// @param kept the paths of values that nobody here looks into
    /// @throws ProblemException with the field, or the line and column, where it is none
    static JsonNode read(byte[] bytes, String... kept) {
        if (isBlank(bytes)) {
            throw ProblemException.invalid("body", "the body is empty; it must be JSON");
        }
        try {
            return MeshJson.tree(bytes, kept);
        } catch (NotJsonException broken) {
            throw ProblemException.invalid(broken.field().orElse("body"), explain(broken, 0));
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte one : bytes) {
            if (one != ' ' && one != '\t' && one != '\r' && one != '\n') {
                return false;
            }
        }
        return true;
    }

    /// Where and why a text is no JSON.
    ///
    /// @param linesBefore how many lines went before the text
    static String explain(NotJsonException broken, int linesBefore) {
        return "this is no JSON that the mesh takes, at line %d, column %d: %s"
                .formatted(broken.line() + linesBefore, broken.column(), broken.reason());
    }
}
