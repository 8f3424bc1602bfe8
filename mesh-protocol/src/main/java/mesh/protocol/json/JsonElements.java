package mesh.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// Goes over the elements of a JSON array, so that no more than one is held as a tree, and one that
/// breaks a rule beyond the grammar of JSON leaves the others readable.
public final class JsonElements {
    private final byte[] body;
    private final TreeReader places;
    private boolean begun;
    private int from;

    private JsonElements(byte[] body, TreeReader places) {
        this.body = body;
        this.places = places;
    }

    /// The elements of a body.
    ///
    /// @return null where the body is no array
    /// @throws NotJsonException where it is no UTF-8
    public static JsonElements of(byte[] utf8) {
        TreeReader places = MeshJson.checked(utf8, Set.of());
        places.blanks();
        return places.passes('[') ? new JsonElements(utf8, places) : null;
    }

    /// Goes to the next element. After the last one nothing may follow the array.
    ///
    /// @return whether there is one
    /// @throws NotJsonException where there is neither
    public boolean next() {
        try {
            places.blanks();
            if (begun && !places.passes(',')) {
                places.expect(']');
                return over();
            }
            places.blanks();
            if (!begun && places.passes(']')) {
                return over();
            }
            begun = true;
            from = places.at;
            places.passLaxly();
            return true;
        } catch (Cursor.Odd odd) {
            throw places.wrong();
        }
    }

    private boolean over() {
        places.blanks();
        if (!places.isOver()) {
            throw new NotJsonException("something follows the array", body, places.at);
        }
        return false;
    }

    /// Where the element begins.
    public int from() {
        return from;
    }

    /// Where it ends.
    public int to() {
        return places.at;
    }

    /// The element, read.
    ///
    /// @param kept as in {@link MeshJson#tree}
    /// @throws NotJsonException where it breaks a rule; the next one may be read
    public JsonNode tree(String... kept) {
        return new TreeReader(body, Set.of(kept)).valueAt(from);
    }
}
