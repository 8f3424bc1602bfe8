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
        if (MeshJson.depth(tree) > MeshJson.MOST_VALUE_DEPTH) {
            throw failed("a result nests at most " + MeshJson.MOST_VALUE_DEPTH + " levels deep");
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

    private static HandlerException failed(String message) {
        return new HandlerException(ErrorCode.HANDLER_ERROR, message);
    }
}
