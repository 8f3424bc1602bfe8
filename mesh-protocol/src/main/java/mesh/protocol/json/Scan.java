package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import mesh.protocol.JobId;

/// Goes over JSON in UTF-8 that is laid out as the mesh writes it: not a blank outside of a text.
/// Everything that it passes over it has found well-formed by the {@link Grammar}.
///
/// Whatever it does not expect throws an {@link Odd}: it may be wrong, or only unusual, and is to
/// be read by somebody who knows.
final class Scan extends Grammar {
    private static final int MOST_DIGITS = 18;
    private static final int ID = 36;
    private static final int OF_NULL = 4;

    Scan(byte[] body) {
        super(body, false);
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
            throw odd();
        }
        return number;
    }

    int small() {
        long number = number();
        if (number > Integer.MAX_VALUE) {
            throw odd();
        }
        return (int) number;
    }

    /// The rest of a text without escapes, up to its closing quote, which comes next.
    String text() {
        int from = at;
        int end = plain(from);
        if (end == body.length || body[end] != '"') {
            throw odd();
        }
        at = end;
        return new String(body, from, end - from, StandardCharsets.UTF_8);
    }

    /// The rest of a text, which is a job's id in its canonical form, up to its closing quote.
    JobId id() {
        if (body.length - at <= ID) {
            throw odd();
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
                throw odd();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// A value as it is written; null for a null.
    ///
    /// @param depth how deep it may nest
    String value(int depth) {
        int from = at;
        pass(depth);
        boolean none = at - from == OF_NULL && body[from] == 'n';
        return none ? null : new String(body, from, at - from, StandardCharsets.UTF_8);
    }

    /// A number as text, of whatever kind.
    String decimal() {
        int from = at;
        numeral();
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }
}
