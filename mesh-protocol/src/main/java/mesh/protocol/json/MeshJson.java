package mesh.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Set;
import mesh.protocol.Json;

/// The mapper that everyone uses: RFC 3339 times, ISO 8601 durations, absent instead of null,
/// unknown fields ignored, nesting bounded at {@value #MOST_DEPTH}.
public final class MeshJson {
    public static final int MOST_DEPTH = 200;

    /// How deep a payload or a result may nest: less than what is read, because records, arrays and
    /// pages are wrapped around it on its way.
    public static final int MOST_VALUE_DEPTH = MOST_DEPTH - 10;

    /// Buffers kept for use again, whoever needs one next: kept by thread, as the library does
    /// otherwise, each of the many short virtual threads would make its own.
    private static final int MOST_BUFFERS = 64;

    public static final JsonMapper MAPPER = mapper();

    private MeshJson() {}

    private static JsonMapper mapper() {
        var opaque = new SimpleModule("opaque");
        opaque.addSerializer(Json.class, new OpaqueSerializer());
        opaque.addDeserializer(Json.class, new OpaqueDeserializer());
        var factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
                        .recyclerPool(JsonRecyclerPools.newBoundedPool(MOST_BUFFERS))
                        .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .addModule(opaque)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /// Checks that a text is one JSON value, by the {@link Grammar}, and keeps it unread: as it is
    /// written, without the blanks between its parts.
    ///
    /// @throws NotJsonException saying what is wrong and where
    public static Json opaque(String text) {
        return opaque(Encoding.bytes(text));
    }

    /// The same for what may be UTF-8.
    public static Json opaque(byte[] utf8) {
        return new Json(checked(utf8, Set.of()).wholeText());
    }

    /// Reads one JSON value, by the {@link Grammar}, into a tree that writes its numbers as they
    /// were written.
    ///
    /// @param kept the paths of values that are not read, such as `payload` or `change.payload`:
    ///     {@link #kept} gives them as they are written
    /// @throws NotJsonException saying what is wrong and where
    public static JsonNode tree(byte[] utf8, String... kept) {
        return checked(utf8, Set.of(kept)).whole();
    }

    /// The same for a text.
    public static JsonNode tree(String text, String... kept) {
        return tree(Encoding.bytes(text), kept);
    }

    static TreeReader checked(byte[] utf8, Set<String> kept) {
        int wrong = Encoding.firstWrong(utf8);
        if (wrong >= 0) {
            String reason = "byte 0x%02X belongs to no character of UTF-8".formatted(utf8[wrong]);
            boolean isMark = wrong == 0 && utf8[0] >= (byte) 0xFE;
            throw new NotJsonException(
                    isMark ? reason + "; this may be UTF-16" : reason, utf8, wrong);
        }
        return new TreeReader(utf8, kept);
    }

    /// A value of a tree, to be kept unread: as it was written, where it was not read.
    public static Json kept(JsonNode node) {
        return isUnread(node)
                ? new Json((String) ((RawValue) ((POJONode) node).getPojo()).rawValue())
                : value(node);
    }

    /// A value for a tree that is written as it is.
    public static JsonNode unread(Json value) {
        return new POJONode(new RawValue(value.text()));
    }

    private static boolean isUnread(JsonNode node) {
        return node instanceof POJONode pojo && pojo.getPojo() instanceof RawValue;
    }

    /// A value that was read, to be kept unread. (The tree's own `toString` makes buffers of its
    /// own for each thread, and threads are many and short here.)
    public static Json value(JsonNode tree) {
        return new Json(write(tree));
    }

    /// A record as text.
    ///
    /// @throws IllegalArgumentException for what is no record of the mesh
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException notARecord) {
            throw new IllegalArgumentException(notARecord);
        }
    }

    private static final class OpaqueSerializer extends StdSerializer<Json> {
        private static final long serialVersionUID = 1;

        OpaqueSerializer() {
            super(Json.class);
        }

        @Override
        public void serialize(Json value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeRawValue(value.text());
        }
    }

    private static final class OpaqueDeserializer extends StdDeserializer<Json> {
        private static final long serialVersionUID = 1;

        OpaqueDeserializer() {
            super(Json.class);
        }

        @Override
        public Json deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                            && parser.getEmbeddedObject() instanceof RawValue unread
                    ? new Json((String) unread.rawValue())
                    : value(context.readTree(parser));
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return null;
        }
    }
}
