package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mesh.protocol.json.Contents.Broken;
import mesh.protocol.message.Message;

/// Reads one body. What is laid out as the mesh writes it {@link RecordReader} takes; of any other
/// each record is read by itself, and it is said what is wrong with it.
final class BodyReader<M extends Message> {
    /// What the records carry and nobody on the way looks into.
    private static final String[] KEPT = {"payload", "result", "partial.value", "checkpoint.value"};

    /// So many unreadable records are put aside one by one: as many as a message may have. A body
    /// with more is put aside whole, or what is kept of it would be a hundred times its length.
    private static final int MOST_BROKEN = 256;

    private final byte[] body;
    private final Class<M> type;
    private final List<M> records = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    BodyReader(byte[] body, Class<M> type) {
        this.body = body;
        this.type = type;
    }

    Contents<M> read() {
        int wrong = Encoding.firstWrong(body);
        if (wrong >= 0) {
            return whole("a body is UTF-8 text, byte %d belongs to no character".formatted(wrong));
        }
        try {
            List<M> common = RecordReader.read(body, type);
            if (common != null) {
                return new Contents<>(common, List.of());
            }
            readAll();
        } catch (RuntimeException broken) {
            return whole("not a " + type.getSimpleName() + ": " + broken.getMessage());
        }
        if (broken.size() > MOST_BROKEN) {
            return whole(
                    "more than %d of its records cannot be read, the first one: %s"
                            .formatted(MOST_BROKEN, broken.getFirst().reason()));
        }
        return records.isEmpty() && !broken.isEmpty()
                ? whole(broken.getFirst().reason())
                : new Contents<>(records, broken);
    }

    private Contents<M> whole(String reason) {
        return new Contents<>(List.of(), List.of(new Broken(reason, text(0, body.length))));
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private void readAll() {
        JsonElements elements = JsonElements.of(body);
        if (elements == null) {
            map(() -> MeshJson.tree(body, KEPT), 0, body.length);
            return;
        }
        while (broken.size() <= MOST_BROKEN && elements.next()) {
            map(() -> elements.tree(KEPT), elements.from(), elements.to());
        }
    }

    private void breaks(String reason, int from, int to) {
        broken.add(new Broken(reason, text(from, to)));
    }

    private void map(Supplier<JsonNode> element, int from, int to) {
        try {
            if (!(element.get() instanceof ObjectNode object)) {
                breaks("not a " + type.getSimpleName() + ": no JSON object", from, to);
            } else if (object.path("v").asInt(-1) != MessageBody.VERSION) {
                breaks(
                        "`v` must be " + MessageBody.VERSION + ", was " + object.path("v"),
                        from,
                        to);
            } else {
                records.add(MeshJson.MAPPER.treeToValue(object, type));
            }
        } catch (JsonProcessingException wrong) {
            breaks("not a " + type.getSimpleName() + ": " + wrong.getOriginalMessage(), from, to);
        } catch (IllegalArgumentException wrong) {
            breaks("not a " + type.getSimpleName() + ": " + wrong.getMessage(), from, to);
        }
    }
}
