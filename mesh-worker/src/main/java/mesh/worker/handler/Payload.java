package mesh.worker.handler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.protocol.Excerpt;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// A payload's fields, each read with the error that names it.
record Payload(JsonNode tree) {
    private static final int MOST_SHOWN = 80;

    /// The one field that no handler here looks into.
    private static final String INPUT = "input";

    /// @param type the type of the job
    /// @param known all fields that the type has. What it would not look at is refused, for whoever
    ///     wrote it meant something
    static Payload of(JobType type, Json payload, String... known) throws HandlerException {
        JsonNode tree;
        try {
            tree = MeshJson.tree(payload.text(), INPUT);
        } catch (NotJsonException wrong) {
            throw HandlerException.failed("the payload is no JSON: " + wrong.getMessage());
        }
        List<String> names = List.of(known);
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!names.contains(field.getKey())) {
                throw HandlerException.failed(
                        "a payload of the type `%s` has no field `%s`; its fields are: %s"
                                .formatted(
                                        type.name(),
                                        Excerpt.shortened(field.getKey(), MOST_SHOWN),
                                        String.join(", ", names)));
            }
        }
        return new Payload(tree);
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

    /// The value of a field as it is written; `null` where there is none.
    Json value(String field) {
        JsonNode value = tree.path(field);
        return value.isMissingNode() ? Json.NULL : MeshJson.kept(value);
    }

    private HandlerException wrong(String field, String expected, JsonNode was) {
        String shown = was.isMissingNode() ? "missing" : was.toString();
        return HandlerException.failed(
                "`%s` must be %s, was %s"
                        .formatted(field, expected, Excerpt.shortened(shown, MOST_SHOWN)));
    }
}
