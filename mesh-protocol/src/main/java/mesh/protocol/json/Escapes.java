package mesh.protocol.json;

import java.nio.charset.StandardCharsets;

/// Texts of JSON as they are meant.
final class Escapes {
    private static final int UNIT = 4;

    private Escapes() {}

    /// What stands between the quotes of a text that is known to be well-formed.
    static String text(byte[] body, int from, int to) {
        String written = new String(body, from, to - from, StandardCharsets.UTF_8);
        int escape = written.indexOf('\\');
        if (escape < 0) {
            return written;
        }
        var text = new StringBuilder(written.length());
        int at = 0;
        while (escape >= 0) {
            text.append(written, at, escape);
            char kind = written.charAt(escape + 1);
            at = escape + 2;
            if (kind == 'u') {
                text.append((char) Integer.parseInt(written, at, at + UNIT, 16));
                at += UNIT;
            } else {
                text.append(meant(kind));
            }
            escape = written.indexOf('\\', at);
        }
        return text.append(written, at, written.length()).toString();
    }

    private static char meant(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
