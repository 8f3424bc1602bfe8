package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.protocol.needs.Needs;

/// Needs that were read lately, by their text. Most jobs of a mesh need one of a few things, and to
/// make a condition ready for evaluation takes ten times as long as to read the rest of a job.
final class KnownNeeds {
    private static final int MOST = 1_000;

    /// Longer ones are read each time.
    private static final int MOST_CHARACTERS = 500;

    private static final Map<String, Needs> KNOWN = new ConcurrentHashMap<>();

    private KnownNeeds() {}

    /// @throws IllegalArgumentException when they are none
    static Needs of(String json) throws JsonProcessingException {
        if (json.length() > MOST_CHARACTERS) {
            return read(json);
        }
        Needs known = KNOWN.get(json);
        if (known == null) {
            known = read(json);
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(json, known);
        }
        return known;
    }

    private static Needs read(String json) throws JsonProcessingException {
        return Needs.of(MeshJson.MAPPER.readTree(json));
    }
}
