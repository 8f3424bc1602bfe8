package mesh.core.http.edge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The chunks of a body (RFC 9112, section 7.1), cut anew: each piece that has come becomes a
/// chunk, whatever was announced. So a reader that takes whole chunks holds no more than has come
/// in one read, and a line that announces one has a bound.
final class Chunks {
    /// The longest line that tells a chunk's size. A size has eight digits at the most; some write
    /// zeros before it.
    static final int MOST_DIGITS = 16;

    private static final int MOST_MEANT = 8;
    private static final int HEX = 16;
    private static final byte[] NEW_LINE = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Expected {
        SIZE,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        LAST_CR,
        LAST_LF,
        NOTHING
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Expected expected = Expected.SIZE;
    private int digits;
    private int meant;
    private long left;

    boolean ended() {
        return expected == Expected.NOTHING;
    }

    /// What was made of all that was taken since the last call.
    byte[] made() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /// Takes bytes up to the body's end.
    ///
    /// @return where it stopped
    /// @throws FramingException where they are no chunks
    int take(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !ended()) {
            if (expected == Expected.DATA) {
                int piece = (int) Math.min(left, to - at);
                put(bytes, at, piece);
                at += piece;
                left -= piece;
                expected = left == 0 ? Expected.DATA_CR : Expected.DATA;
            } else {
                take(bytes[at++]);
            }
        }
        return at;
    }

    private void put(byte[] bytes, int at, int length) {
        out.writeBytes(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(NEW_LINE);
        out.write(bytes, at, length);
        out.writeBytes(NEW_LINE);
    }

    private void take(byte next) {
        switch (expected) {
            case SIZE -> size(next);
            case SIZE_END -> {
                require(next, '\n', "a chunk's size ends with CR LF");
                expected = left == 0 ? Expected.LAST_CR : Expected.DATA;
            }
            case DATA_CR -> {
                require(next, '\r', "a chunk is longer than the size before it");
                expected = Expected.DATA_LF;
            }
            case DATA_LF -> {
                require(next, '\n', "a chunk ends with CR LF");
                digits = 0;
                meant = 0;
                expected = Expected.SIZE;
            }
            case LAST_CR -> {
                require(next, '\r', "fields after the last chunk are not read here");
                expected = Expected.LAST_LF;
            }
            case LAST_LF -> {
                require(next, '\n', "the last chunk ends with CR LF");
                out.writeBytes(LAST);
                expected = Expected.NOTHING;
            }
            case DATA, NOTHING -> throw new IllegalStateException(expected.name());
        }
    }

    private void size(byte next) {
        int digit = Character.digit(next, HEX);
        if (next == '\r' && digits > 0) {
            expected = Expected.SIZE_END;
        } else if (digit < 0) {
            throw new FramingException(
                    "a chunk of the body does not begin with its length in hexadecimal alone");
        } else {
            left = digits == 0 ? digit : left * HEX + digit;
            meant += left == 0 ? 0 : 1;
            if (++digits > MOST_DIGITS || meant > MOST_MEANT) {
                throw new FramingException(
                        "a chunk's length has at most %d digits, with zeros before it %d"
                                .formatted(MOST_MEANT, MOST_DIGITS));
            }
        }
    }

    private static void require(byte next, char wanted, String message) {
        if (next != wanted) {
            throw new FramingException(message);
        }
    }
}
