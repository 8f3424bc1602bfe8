package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// JSON as it is written: bytes of UTF-8 that grow at their end. Texts are escaped as the mapper
/// escapes them, so that a body says the same whoever wrote it.
final class Utf8 {
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] HEX_OF_ESCAPES = ascii("0123456789ABCDEF");
    private static final int A_UUID = 36;

    private byte[] bytes;
    private int size;

    Utf8(int room) {
        bytes = new byte[room];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int size() {
        return size;
    }

    /// What was written from there on, and then this.
    byte[] from(int start, String end) {
        byte[] all = Arrays.copyOfRange(bytes, start, size + end.length());
        System.arraycopy(ascii(end), 0, all, size - start, end.length());
        return all;
    }

    /// Takes back what was written after this size.
    void cut(int to) {
        size = to;
    }

    void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    void put(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    /// Writes a text that is JSON already.
    void raw(String json) {
        put(json.getBytes(StandardCharsets.UTF_8));
    }

    void number(long value) {
        if (value >= 0 && value < 10) {
            put((char) ('0' + value));
        } else {
            put(ascii(Long.toString(value)));
        }
    }

    /// Writes an id in its canonical form.
    void id(UUID id) {
        room(A_UUID);
        hexadecimal(id.getMostSignificantBits() >>> 32, 8);
        bytes[size++] = '-';
        hexadecimal(id.getMostSignificantBits() >>> 16, 4);
        bytes[size++] = '-';
        hexadecimal(id.getMostSignificantBits(), 4);
        bytes[size++] = '-';
        hexadecimal(id.getLeastSignificantBits() >>> 48, 4);
        bytes[size++] = '-';
        hexadecimal(id.getLeastSignificantBits(), 12);
    }

    private void hexadecimal(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(int) (value >>> shift) & 0xF];
        }
    }

    /// Writes a text as it stands between quotes.
    void escaped(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        for (int at = 0; at < encoded.length; at++) {
            byte one = encoded[at];
            if (one >= 0 && one < ' ' || one == '"' || one == '\\') {
                put(encoded, from, at);
                escape(one);
                from = at + 1;
            }
        }
        put(encoded, from, encoded.length);
    }

    private void put(byte[] some, int from, int to) {
        room(to - from);
        System.arraycopy(some, from, bytes, size, to - from);
        size += to - from;
    }

    private void escape(byte one) {
        put('\\');
        switch (one) {
            case '"', '\\' -> put((char) one);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                put('u');
                put('0');
                put('0');
                put((char) HEX_OF_ESCAPES[one >> 4]);
                put((char) HEX_OF_ESCAPES[one & 0xF]);
            }
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
