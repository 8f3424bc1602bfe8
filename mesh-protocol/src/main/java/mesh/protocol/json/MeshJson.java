package mesh.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
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

    /// Checks that a text is one JSON value and keeps it unread.
    ///
    /// @throws JsonProcessingException with the line and column that is wrong
    public static Json opaque(String text) throws JsonProcessingException {
        JsonNode tree = MAPPER.readTree(text);
        if (tree == null || tree.isMissingNode()) {
            throw new com.fasterxml.jackson.core.JsonParseException(null, "there is no JSON value");
        }
        return value(tree);
    }

    /// A value that was read, to be kept unread. (The tree's own `toString` makes buffers of its
    /// own for each thread, and threads are many and short here.)
    public static Json value(JsonNode tree) {
        return new Json(write(tree));
    }

    /// How many arrays and objects lie within each other; a plain value is 0 deep.
    public static int depth(JsonNode tree) {
        int deepest = 0;
        for (JsonNode child : tree) {
            deepest = Math.max(deepest, depth(child));
        }
        return tree.isContainerNode() ? deepest + 1 : 0;
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
            return value(context.readTree(parser));
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return null;
        }
    }
}
