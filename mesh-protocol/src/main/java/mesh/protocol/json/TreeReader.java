package mesh.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Reads JSON as somebody else wrote it, by the {@link Grammar}: into a tree whose numbers are kept
/// as they are written, and in which some values are not looked into and stay the text they are.
final class TreeReader extends Grammar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DIGITS_OF_LONG = 18;

    private final Set<String> kept;

    /// The field of the outermost object that is being read; null between fields.
    private String field;

    /// @param utf8 is known to be UTF-8
    /// @param kept the paths of the values that stay text, such as `payload` or `change.payload`
    TreeReader(byte[] utf8, Set<String> kept) {
        super(utf8, true);
        this.kept = kept;
    }

    /// The one value of the body, with nothing after it.
    ///
    /// @throws NotJsonException where it is none
    JsonNode whole() {
        JsonNode tree = valueAt(0);
        end();
        return tree;
    }

    /// The one value of the body, unread and without the blanks between its parts.
    ///
    /// @throws NotJsonException where it is none
    String wholeText() {
        try {
            begin();
            String text = text();
            end();
            return text;
        } catch (Odd odd) {
            throw wrong();
        }
    }

    private void begin() {
        blanks();
        if (isOver()) {
            throw new NotJsonException(NotJsonException.BLANK, body, at);
        }
    }

    private void end() {
        blanks();
        if (!isOver()) {
            throw new NotJsonException("something follows the JSON value", body, at);
        }
    }

    /// The value that begins there.
    ///
    /// @throws NotJsonException where it is none
    JsonNode valueAt(int from) {
        at = from;
        try {
            begin();
            return node(MeshJson.MOST_DEPTH, "");
        } catch (Odd odd) {
            NotJsonException wrong = wrong();
            throw isOnlyARule() && field != null ? wrong.in(field) : wrong;
        }
    }

    private String text() {
        int from = at;
        return passWithBlanks(MeshJson.MOST_VALUE_DEPTH)
                ? compact(from, at)
                : new String(body, from, at - from, StandardCharsets.UTF_8);
    }

    /// What is known to be a value, without the blanks between its parts.
    private String compact(int from, int to) {
        byte[] rest = new byte[to - from];
        int size = 0;
        boolean inText = false;
        for (int next = from; next < to; next++) {
            byte one = body[next];
            if (!inText && isBlank(one)) {
                continue;
            }
            rest[size++] = one;
            if (inText && one == '\\') {
                rest[size++] = body[++next];
            } else if (one == '"') {
                inText = !inText;
            }
        }
        return new String(rest, 0, size, StandardCharsets.UTF_8);
    }

    /// @param path where it is, with a point after it; null where nothing below is kept
    private JsonNode node(int depth, String path) {
        return switch (here()) {
            case '{' -> object(depth, path);
            case '[' -> array(depth);
            case '"' -> string();
            case 't', 'f', 'n' -> word();
            default -> numeric();
        };
    }

    private JsonNode word() {
        int from = at;
        pass(0);
        return switch (body[from]) {
            case 't' -> BooleanNode.TRUE;
            case 'f' -> BooleanNode.FALSE;
            default -> NullNode.instance;
        };
    }

    private TextNode string() {
        return TextNode.valueOf(quotedText());
    }

    private String quotedText() {
        int from = at + 1;
        boolean escaped = quoted();
        return escaped
                ? Escapes.text(body, from, at - 1)
                : new String(body, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    private JsonNode numeric() {
        int from = at;
        boolean whole = numeral();
        String text = new String(body, from, at - from, StandardCharsets.US_ASCII);
        if (!whole || text.equals("-0")) {
            var decimal = new BigDecimal(text);
            return decimal.toString().equals(text)
                    ? DecimalNode.valueOf(decimal)
                    : new NumberAsWritten(text);
        }
        if (text.length() > DIGITS_OF_LONG) {
            return NODES.numberNode(new BigInteger(text));
        }
        long number = Long.parseLong(text);
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    private ArrayNode array(int depth) {
        nests(depth);
        ArrayNode array = NODES.arrayNode();
        blanks();
        if (passes(']')) {
            return array;
        }
        do {
            blanks();
            array.add(node(depth - 1, null));
            blanks();
        } while (passes(','));
        expect(']');
        return array;
    }

    private ObjectNode object(int depth, String path) {
        nests(depth);
        ObjectNode object = NODES.objectNode();
        blanks();
        if (passes('}')) {
            return object;
        }
        int mark = beginKeys();
        do {
            blanks();
            int from = at + 1;
            String name = Escapes.text(body, from, key(mark));
            if (depth == MeshJson.MOST_DEPTH) {
                field = name;
            }
            object.set(name, member(path == null ? null : path + name, depth - 1));
            if (depth == MeshJson.MOST_DEPTH) {
                field = null;
            }
            blanks();
        } while (passes(','));
        expect('}');
        endKeys(mark);
        return object;
    }

    private JsonNode member(String path, int depth) {
        if (path == null || !kept.contains(path)) {
            return node(depth, path == null ? null : below(path));
        }
        String text = text();
        return text.equals("null") ? NullNode.instance : new POJONode(new RawValue(text));
    }

    /// @return null where nothing below is kept
    private String below(String path) {
        String below = path + ".";
        for (String one : kept) {
            if (one.startsWith(below)) {
                return below;
            }
        }
        return null;
    }
}
