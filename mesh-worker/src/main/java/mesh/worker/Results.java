package mesh.worker;

import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;
import mesh.protocol.message.ErrorCode;
import mesh.worker.handler.HandlerException;

/// Checks what a handler gave before it travels: a value that cannot be read would take every
/// record in its message to quarantine with it.
final class Results {
    private Results() {}

    /// The result, as it travels.
    ///
    /// @throws HandlerException saying why it cannot
    static Json checked(Json result) throws HandlerException {
        return checked(result, "the result", Limits.RESULT_BYTES);
    }

    /// The same for another value.
    ///
    /// @param what it is, for people
    /// @param mostBytes how large it may be
    static Json checked(Json value, String what, int mostBytes) throws HandlerException {
        if (value == null) {
            return Json.NULL;
        }
        Json carried;
        try {
            carried = MeshJson.opaque(value.text());
        } catch (NotJsonException wrong) {
            throw failed(what + " is no JSON that the mesh takes: " + wrong.getMessage());
        }
        tooLarge(carried, what, mostBytes);
        return carried;
    }

    private static void tooLarge(Json value, String what, int mostBytes) throws HandlerException {
        if (value.bytes() > mostBytes) {
            throw new HandlerException(
                    ErrorCode.RESULT_TOO_LARGE,
                    "%s has at most %d bytes, was %d".formatted(what, mostBytes, value.bytes()));
        }
    }

    private static HandlerException failed(String message) {
        return new HandlerException(ErrorCode.HANDLER_ERROR, message);
    }
}
