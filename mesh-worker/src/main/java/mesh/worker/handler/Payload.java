package mesh.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;

/// A payload's fields, each read with the error that names it.
record Payload(JsonNode tree) {
    private static final int MOST_SHOWN = 80;

    static Payload of(Json payload) throws HandlerException {
        try {
            return new Payload(MeshJson.MAPPER.readTree(payload.text()));
        } catch (JsonProcessingException wrong) {
            throw HandlerException.failed("the payload is no JSON: " + wrong.getOriginalMessage());
        }
    }

    String text(String field) throws HandlerException {
        JsonNode value = tree.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "a text", value);
        }
        return value.textValue();
    }

    String text(String field, String otherwise) throws HandlerException {
        return tree.path(field).isMissingNode() ? otherwise : text(field);
    }

    long wholeNumber(String field, long least, long most) throws HandlerException {
        JsonNode value = tree.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(field, "a whole number from %d to %d".formatted(least, most), value);
        }
        return value.longValue();
    }

    List<String> texts(String field) throws HandlerException {
        JsonNode value = tree.path(field);
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(field, "a list of texts with at least one", value);
        }
        var texts = new ArrayList<String>();
        for (JsonNode element : value) {
            if (!element.isTextual() || element.textValue().indexOf('\0') >= 0) {
                throw wrong(
                        field + "[" + texts.size() + "]",
                        "a text without a NUL character",
                        element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /// The value of a field as it is; `null` where there is none.
    Json value(String field) {
        JsonNode value = tree.path(field);
        return value.isMissingNode() ? Json.NULL : MeshJson.value(value);
    }

    private HandlerException wrong(String field, String expected, JsonNode was) {
        String shown = was.isMissingNode() ? "missing" : was.toString();
        return HandlerException.failed(
                "`%s` must be %s, was %s"
                        .formatted(
                                field,
                                expected,
                                shown.length() > MOST_SHOWN
                                        ? shown.substring(0, MOST_SHOWN) + "…"
                                        : shown));
    }
}
