package mesh.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.ErrorCode;
import mesh.worker.handler.HandlerException;

/// Checks what a handler gave before it travels: a result that cannot be read would take every
/// settlement in its message to quarantine with it.
final class Results {
    /// How deep a result may nest: what a reader takes, less what a message wraps around it.
    static final int MOST_DEPTH = MeshJson.MOST_DEPTH - 10;

    private Results() {}

    /// The result, as it travels.
    ///
    /// @throws HandlerException saying why it cannot
    static Json checked(Json result) throws HandlerException {
        if (result == null) {
            return Json.NULL;
        }
        tooLarge(result);
        JsonNode tree;
        try {
            tree = MeshJson.MAPPER.readTree(result.text());
        } catch (JsonProcessingException wrong) {
            throw failed("the handler's result is no JSON: " + wrong.getOriginalMessage());
        }
        if (tree.isMissingNode()) {
            throw failed("the handler's result is no JSON: it is blank");
        }
        if (deeperThan(MOST_DEPTH, tree)) {
            throw failed("a result nests at most " + MOST_DEPTH + " levels deep");
        }
        Json normal = new Json(tree.toString());
        tooLarge(normal);
        return normal;
    }

    private static void tooLarge(Json result) throws HandlerException {
        if (result.bytes() > Limits.RESULT_BYTES) {
            throw new HandlerException(
                    ErrorCode.RESULT_TOO_LARGE,
                    "a result has at most %d bytes, was %d"
                            .formatted(Limits.RESULT_BYTES, result.bytes()));
        }
    }

    private static boolean deeperThan(int levels, JsonNode tree) {
        if (!tree.isContainerNode()) {
            return false;
        }
        if (levels == 0) {
            return true;
        }
        for (JsonNode child : tree) {
            if (deeperThan(levels - 1, child)) {
                return true;
            }
        }
        return false;
    }

    private static HandlerException failed(String message) {
        return new HandlerException(ErrorCode.HANDLER_ERROR, message);
    }
}
