package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.json.Contents.Broken;
import mesh.protocol.message.Message;

/// Reads one body. What is laid out as the mesh writes it {@link RecordReader} takes; of any other
/// the mapper reads each record by itself, and says what is wrong with it.
final class BodyReader<M extends Message> {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] body;
    private final Class<M> type;
    private final List<M> records = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    BodyReader(byte[] body, Class<M> type) {
        this.body = body;
        this.type = type;
    }

    Contents<M> read() {
        try {
            checkText();
            List<M> common = RecordReader.read(body, type);
            if (common != null) {
                return new Contents<>(common, List.of());
            }
            readAll();
        } catch (JsonProcessingException wrong) {
            return whole("not a " + type.getSimpleName() + ": " + wrong.getOriginalMessage());
        } catch (CharacterCodingException other) {
            return whole("a body is UTF-8 text, was other bytes");
        } catch (IOException | RuntimeException wrong) {
            return whole("not a " + type.getSimpleName() + ": " + wrong.getMessage());
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

    /// The mapper takes UTF-16 and a mark at the beginning too, and what is no UTF-8 within a text
    /// that is passed over.
    private void checkText() throws CharacterCodingException {
        boolean other =
                body.length > 1 && (body[0] == 0 || body[1] == 0)
                        || body.length > 0 && (body[0] & 0xFF) >= 0xEF;
        if (other) {
            throw new CharacterCodingException();
        }
        if (!isAscii()) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        }
    }

    private boolean isAscii() {
        int at = 0;
        for (; at <= body.length - Long.BYTES; at += Long.BYTES) {
            if (((long) EIGHT.get(body, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < body.length; at++) {
            if (body[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private void readAll() throws IOException {
        try (JsonParser parser = MeshJson.MAPPER.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    read(parser);
                }
            } else {
                read(parser);
            }
            if (first != null && parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON");
            }
        }
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            breaks(
                    "not a " + type.getSimpleName() + ": no JSON object",
                    Math.max(0, from),
                    (int) parser.currentLocation().getByteOffset());
            return;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        map(from, (int) parser.currentLocation().getByteOffset());
    }

    private void breaks(String reason, int from, int to) {
        broken.add(new Broken(reason, text(from, to)));
    }

    private void map(int from, int to) throws IOException {
        try {
            JsonNode element = MeshJson.MAPPER.readTree(body, from, to - from);
            if (!(element instanceof ObjectNode object)) {
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
        }
    }
}
