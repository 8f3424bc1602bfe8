package mesh.protocol;

import java.nio.charset.StandardCharsets;

/// One JSON value as text that nobody here looks inside: a payload, a result. Whoever makes one has
/// checked that it is well-formed; {@link mesh.protocol.json.MeshJson#opaque} does so.
public record Json(String text) {
    public static final Json NULL = new Json("null");

    public Json {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("JSON text is missing");
        }
    }

    /// The size as it travels, in bytes of UTF-8.
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return text;
    }
}
