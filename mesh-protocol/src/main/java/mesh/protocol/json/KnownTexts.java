package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// What was read lately, by its JSON, so that what is said again and again is not made anew each
/// time.
final class KnownTexts<T> {
    /// Most jobs of a mesh need one of a few things, and to make a condition ready for evaluation
    /// takes ten times as long as to read the rest of a job.
    static final KnownTexts<Needs> NEEDS = new KnownTexts<>(500, Needs::of);

    /// A node says what it can do in each of its heartbeats.
    static final KnownTexts<Capabilities> CAPABILITIES =
            new KnownTexts<>(4_000, node -> MeshJson.MAPPER.treeToValue(node, Capabilities.class));

    private static final int MOST = 1_000;

    /// Makes one of what it is in JSON.
    @FunctionalInterface
    private interface Making<T> {
        T of(JsonNode json) throws JsonProcessingException;
    }

    private final int mostCharacters;
    private final Making<T> making;
    private final Map<String, T> known = new ConcurrentHashMap<>();

    /// @param mostCharacters longer ones are read each time
    private KnownTexts(int mostCharacters, Making<T> making) {
        this.mostCharacters = mostCharacters;
        this.making = making;
    }

    /// @throws IllegalArgumentException when it is none
    T of(String json) throws JsonProcessingException {
        if (json.length() > mostCharacters) {
            return read(json);
        }
        T before = known.get(json);
        if (before != null) {
            return before;
        }
        T made = read(json);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(json, made);
        return made;
    }

    private T read(String json) throws JsonProcessingException {
        return making.of(MeshJson.MAPPER.readTree(json));
    }
}
