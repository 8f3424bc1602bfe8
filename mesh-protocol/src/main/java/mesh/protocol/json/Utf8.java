package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;

/// JSON as it is written: bytes of UTF-8 that grow at their end. Texts are escaped as the mapper
/// escapes them, so that a body says the same whoever wrote it.
public final class Utf8 {
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] HEX_OF_ESCAPES = ascii("0123456789ABCDEF");
    private static final int A_UUID = 36;
    private static final int OF_A_DAY = 86_400;
    private static final int OF_AN_HOUR = 3_600;
    private static final int NANOS_A_MILLI = 1_000_000;
    private static final long YEAR_10000 = 253_402_300_800L;

    private byte[] bytes;
    private int size;

    /// @param room how many bytes are expected; there may be more
    public Utf8(int room) {
        bytes = new byte[room];
    }

    /// A part of what is written, made once.
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int size() {
        return size;
    }

    /// All that was written.
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
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

    public void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    public void put(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    /// Writes a text that is JSON already.
    public void raw(String json) {
        put(json.getBytes(StandardCharsets.UTF_8));
    }

    public void number(long value) {
        if (value >= 0 && value < 10) {
            put((char) ('0' + value));
        } else {
            put(ascii(Long.toString(value)));
        }
    }

    /// Writes an id in its canonical form.
    public void id(UUID id) {
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

    /// Writes a time as the mapper does, RFC 3339 in UTC. Those to the millisecond, of years with
    /// four digits, are written by hand, as {@link Times} reads them by hand.
    public void time(Instant time) {
        long second = time.getEpochSecond();
        if (time.getNano() % NANOS_A_MILLI != 0 || second < 0 || second >= YEAR_10000) {
            raw(time.toString());
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(second / OF_A_DAY);
        int ofDay = (int) (second % OF_A_DAY);
        decimal(day.getYear(), 4);
        put('-');
        decimal(day.getMonthValue(), 2);
        put('-');
        decimal(day.getDayOfMonth(), 2);
        put('T');
        decimal(ofDay / OF_AN_HOUR, 2);
        put(':');
        decimal(ofDay / 60 % 60, 2);
        put(':');
        decimal(ofDay % 60, 2);
        if (time.getNano() != 0) {
            put('.');
            decimal(time.getNano() / NANOS_A_MILLI, 3);
        }
        put('Z');
    }

    private void decimal(int value, int digits) {
        room(digits);
        int rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    private void hexadecimal(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(int) (value >>> shift) & 0xF];
        }
    }

    /// Writes a text as it stands between quotes.
    public void escaped(String text) {
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
