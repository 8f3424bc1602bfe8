package mesh.protocol.json;

import java.util.HashSet;
import java.util.random.RandomGenerator;

/// JSON of all kinds, by chance: every character, written plainly or escaped, numbers in every
/// form.
public final class RandomJson {
    private static final String[] ESCAPES = {
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u001F",
        "\\u00fc",
        "\\uFFFF",
        "\\ud83d\\ude00"
    };
    private static final String[] BLANKS = {"", " ", "\n", "\t", "\r\n", "  "};
    private static final String CHANGES = "{}[]\",:\\/ubtfnrels01239-+.eE \u0001\nü";

    private final RandomGenerator chance;

    public RandomJson(RandomGenerator chance) {
        this.chance = chance;
    }

    /// A value without blanks between its parts.
    public String value(int depth) {
        return switch (chance.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "null";
            case 1 -> chance.nextBoolean() ? "true" : "false";
            case 2 -> number();
            case 3, 4 -> text();
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private String number() {
        var number = new StringBuilder(chance.nextBoolean() ? "-" : "");
        digits(number, chance.nextInt(4) == 0 ? 40 : 5, true);
        if (chance.nextBoolean()) {
            digits(number.append('.'), 8, false);
        }
        if (chance.nextInt(3) == 0) {
            String[] signs = {"e", "E", "e+", "e-", "E+0", "E-00"};
            number.append(signs[chance.nextInt(signs.length)]);
            digits(number, 3, false);
        }
        return number.toString();
    }

    private void digits(StringBuilder number, int most, boolean whole) {
        int digits = 1 + chance.nextInt(most);
        for (int i = 0; i < digits; i++) {
            int least = whole && i == 0 && digits > 1 ? 1 : 0;
            number.append(chance.nextInt(least, 10));
        }
    }

    private String text() {
        var text = new StringBuilder("\"");
        for (int left = chance.nextInt(12); left > 0; left--) {
            if (chance.nextInt(4) == 0) {
                text.append(ESCAPES[chance.nextInt(ESCAPES.length)]);
            } else {
                text.appendCodePoint(character());
            }
        }
        return text.append('"').toString();
    }

    private int character() {
        int[] ends = {0x7F, 0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};
        int one = chance.nextInt(' ', ends[chance.nextInt(ends.length)] + 1);
        boolean isPlain =
                one != '"'
                        && one != '\\'
                        && (one < Character.MIN_SURROGATE || one > Character.MAX_SURROGATE);
        return isPlain ? one : 'x';
    }

    private String array(int depth) {
        var array = new StringBuilder("[");
        for (int left = chance.nextInt(5); left > 0; left--) {
            array.append(array.length() > 1 ? "," : "").append(value(depth - 1));
        }
        return array.append(']').toString();
    }

    private String object(int depth) {
        var object = new StringBuilder("{");
        var keys = new HashSet<String>();
        for (int left = chance.nextInt(6); left > 0; left--) {
            String key = text();
            if (keys.add(MeshJson.tree(key).textValue())) {
                object.append(object.length() > 1 ? "," : "").append(key).append(':');
                object.append(value(depth - 1));
            }
        }
        return object.append('}').toString();
    }

    /// The same value with blanks between its parts.
    public String spaced(String json) {
        var spaced = new StringBuilder();
        boolean inText = false;
        for (int at = 0; at < json.length(); at++) {
            char one = json.charAt(at);
            boolean isPart = !inText && "{}[],:".indexOf(one) >= 0;
            spaced.append(isPart ? blank() : "").append(one).append(isPart ? blank() : "");
            if (inText && one == '\\') {
                spaced.append(json.charAt(++at));
            } else if (one == '"') {
                inText = !inText;
            }
        }
        return blank() + spaced + blank();
    }

    private String blank() {
        return BLANKS[chance.nextInt(BLANKS.length)];
    }

    /// A text that is nearly this one, and may be no JSON.
    public String changed(String json) {
        var text = new StringBuilder(json);
        int at = chance.nextInt(text.length());
        char other = CHANGES.charAt(chance.nextInt(CHANGES.length()));
        switch (chance.nextInt(3)) {
            case 0 -> text.setCharAt(at, other);
            case 1 -> text.insert(at, other);
            default -> text.deleteCharAt(at);
        }
        return text.toString();
    }
}
