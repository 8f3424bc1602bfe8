package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import mesh.protocol.JobId;

/// Goes over JSON in UTF-8 that is laid out as the mesh writes it: not a blank outside of a text.
/// Everything that it passes over it has found well-formed by the grammar of RFC 8259.
///
/// Whatever it does not expect throws an {@link Odd}: it may be wrong, or only unusual, and is to
/// be read by somebody who knows.
final class Scan {
    private static final byte[] TRUE = Utf8.ascii("true");
    private static final byte[] FALSE = Utf8.ascii("false");
    private static final byte[] NULL = Utf8.ascii("null");

    /// Longer numbers and names are odd, though some of them are read.
    private static final int LONGEST = 500;

    private static final int MOST_DIGITS = 18;
    private static final int ID = 36;

    /// Something is not as it is expected. It costs no trace, for nobody looks at it.
    static final class Odd extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private static final Odd ONE = new Odd();

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final byte[] body;
    private int at;

    Scan(byte[] body) {
        this.body = body;
    }

    static Odd odd() {
        return Odd.ONE;
    }

    boolean isOver() {
        return at == body.length;
    }

    private byte here() {
        if (at == body.length) {
            throw Odd.ONE;
        }
        return body[at];
    }

    /// Passes over this, if it comes next.
    boolean passes(byte[] expected) {
        int end = at + expected.length;
        if (end > body.length || !Arrays.equals(body, at, end, expected, 0, expected.length)) {
            return false;
        }
        at = end;
        return true;
    }

    boolean passes(char expected) {
        if (at < body.length && body[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    void expect(byte[] expected) {
        if (!passes(expected)) {
            throw Odd.ONE;
        }
    }

    void expect(char expected) {
        if (!passes(expected)) {
            throw Odd.ONE;
        }
    }

    /// A whole number that is not negative.
    long number() {
        long number = 0;
        int from = at;
        while (at < body.length && body[at] >= '0' && body[at] <= '9') {
            number = 10 * number + body[at++] - '0';
        }
        int digits = at - from;
        if (digits == 0 || digits > MOST_DIGITS || digits > 1 && body[from] == '0') {
            throw Odd.ONE;
        }
        return number;
    }

    int small() {
        long number = number();
        if (number > Integer.MAX_VALUE) {
            throw Odd.ONE;
        }
        return (int) number;
    }

    /// The rest of a text without escapes, up to its closing quote, which comes next.
    String text() {
        int from = at;
        int end = plain(from);
        if (end == body.length || body[end] != '"') {
            throw Odd.ONE;
        }
        at = end;
        return new String(body, from, end - from, StandardCharsets.UTF_8);
    }

    /// The rest of a text, which is a job's id in its canonical form, up to its closing quote.
    JobId id() {
        if (body.length - at <= ID) {
            throw Odd.ONE;
        }
        long high = hexadecimal(8);
        expect('-');
        high = high << 16 | hexadecimal(4);
        expect('-');
        high = high << 16 | hexadecimal(4);
        expect('-');
        long low = hexadecimal(4);
        expect('-');
        low = low << 48 | hexadecimal(12);
        return new JobId(new UUID(high, low));
    }

    private long hexadecimal(int digits) {
        long value = 0;
        for (int end = at + digits; at < end; at++) {
            int digit = Character.digit(body[at], 16);
            if (digit < 0) {
                throw Odd.ONE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// Where the plain characters of a text end that begin here: at a quote, a backslash, a control
    /// character, or the end of all.
    private int plain(int from) {
        byte[] all = body;
        int end = from;
        while (end < all.length) {
            byte one = all[end];
            if (one == '"' || one == '\\' || one >= 0 && one < ' ') {
                return end;
            }
            end++;
        }
        return end;
    }

    /// A value as it is written; null for a null.
    ///
    /// @param depth how deep it may nest
    String value(int depth) {
        int from = at;
        pass(depth);
        boolean none = at - from == NULL.length && body[from] == 'n';
        return none ? null : new String(body, from, at - from, StandardCharsets.UTF_8);
    }

    private void pass(int depth) {
        switch (here()) {
            case '"' -> quoted();
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> expect(TRUE);
            case 'f' -> expect(FALSE);
            case 'n' -> expect(NULL);
            default -> decimal();
        }
    }

    private void object(int depth) {
        nest(depth);
        if (passes('}')) {
            return;
        }
        do {
            int from = at;
            quoted();
            if (at - from > LONGEST) {
                throw Odd.ONE;
            }
            expect(':');
            pass(depth - 1);
        } while (passes(','));
        expect('}');
    }

    private void array(int depth) {
        nest(depth);
        if (passes(']')) {
            return;
        }
        do {
            pass(depth - 1);
        } while (passes(','));
        expect(']');
    }

    private void nest(int depth) {
        if (depth == 0) {
            throw Odd.ONE;
        }
        at++;
    }

    private void quoted() {
        expect('"');
        at = plain(at);
        while (passes('\\')) {
            escape();
            at = plain(at);
        }
        expect('"');
    }

    private void escape() {
        switch (here()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int digit = 0; digit < 4; digit++) {
                    if (Character.digit(here(), 16) < 0) {
                        throw Odd.ONE;
                    }
                    at++;
                }
            }
            default -> throw Odd.ONE;
        }
    }

    /// A number as text, of whatever kind.
    String decimal() {
        int from = at;
        passes('-');
        if (!passes('0')) {
            digits();
        }
        if (passes('.')) {
            digits();
        }
        if (passes('e') || passes('E')) {
            if (!passes('+')) {
                passes('-');
            }
            digits();
        }
        if (at - from > LONGEST) {
            throw Odd.ONE;
        }
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }

    private void digits() {
        int from = at;
        while (at < body.length && body[at] >= '0' && body[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw Odd.ONE;
        }
    }
}
