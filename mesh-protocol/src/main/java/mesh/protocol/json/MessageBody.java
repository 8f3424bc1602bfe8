package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.message.Message;

/// The body of a message: one record as a JSON object `{"v": 1, …}`, or an array of such.
public final class MessageBody {
    public static final int VERSION = 1;

    private MessageBody() {}

    /// Records of one type as a body; a lone one as an object.
    public static String write(List<? extends Message> records) {
        if (records.size() == 1) {
            return one(records.getFirst());
        }
        var body = new StringBuilder("[");
        for (Message record : records) {
            body.append(body.length() == 1 ? "" : ",").append(one(record));
        }
        return body.append(']').toString();
    }

    private static String one(Message record) {
        String text = MeshJson.write(record);
        String version = "{\"v\":" + VERSION;
        return text.equals("{}") ? version + "}" : version + "," + text.substring(1);
    }

    /// Reads a body.
    ///
    /// @throws IllegalArgumentException saying what is wrong, for whoever looks into the quarantine
    public static <M extends Message> List<M> read(String body, Class<M> type) {
        try {
            JsonNode tree = MeshJson.MAPPER.readTree(body);
            var records = new ArrayList<M>();
            if (tree.isArray()) {
                for (JsonNode element : tree) {
                    records.add(record(element, type));
                }
            } else {
                records.add(record(tree, type));
            }
            return records;
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "not a " + type.getSimpleName() + ": " + wrong.getOriginalMessage(), wrong);
        }
    }

    private static <M extends Message> M record(JsonNode element, Class<M> type)
            throws JsonProcessingException {
        if (!(element instanceof ObjectNode object)) {
            throw new IllegalArgumentException(
                    "not a " + type.getSimpleName() + ": no JSON object");
        }
        if (object.path("v").asInt(-1) != VERSION) {
            throw new IllegalArgumentException(
                    "`v` must be " + VERSION + ", was " + object.path("v"));
        }
        return MeshJson.MAPPER.treeToValue(object, type);
    }
}
