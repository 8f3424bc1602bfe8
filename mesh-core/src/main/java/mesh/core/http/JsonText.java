package mesh.core.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import mesh.protocol.json.MeshJson;

/// JSON as clients write it, read strictly: a field that comes twice is an error.
final class JsonText {
    static final ObjectReader WHOLE =
            MeshJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /// For one value of several.
    static final ObjectReader PART = WHOLE.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonText() {}

    /// One value and nothing after it.
    ///
    /// @throws ProblemException with the line and column where it is none
    static JsonNode read(byte[] bytes) throws IOException {
        try {
            JsonNode tree = WHOLE.readTree(bytes);
            if (tree.isMissingNode()) {
                throw ProblemException.invalid("body", "the body is empty; it must be JSON");
            }
            return tree;
        } catch (JsonProcessingException broken) {
            throw ProblemException.invalid("body", explain(broken, 0));
        }
    }

    /// Where and why a text is no JSON.
    ///
    /// @param linesBefore how many lines went before the text
    static String explain(JsonProcessingException broken, int linesBefore) {
        String message = broken.getOriginalMessage();
        int forMe = message.startsWith("Duplicate field") ? message.indexOf(" for ") : -1;
        String reason = forMe < 0 ? message : message.substring(0, forMe);
        JsonLocation place = broken.getLocation();
        return place == null
                ? "this is no JSON: " + reason
                : "this is no JSON at line %d, column %d: %s"
                        .formatted(place.getLineNr() + linesBefore, place.getColumnNr(), reason);
    }
}
