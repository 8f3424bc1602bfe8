package mesh.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// UTF-8 as RFC 3629 has it: without over-long forms, halves of surrogate pairs and marks at the
/// beginning. Nothing that is not well-formed is ever replaced.
public final class Encoding {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int PIECE = 4096;
    private static final HexFormat HEXADECIMAL = HexFormat.of().withUpperCase();

    private Encoding() {}

    /// Where the first byte is that belongs to no character; -1 where all is UTF-8.
    public static int firstWrong(byte[] bytes) {
        if (isAscii(bytes)) {
            return -1;
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(Math.min(PIECE, bytes.length));
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }

    /// Bytes for people to read: what belongs to no character is shown as `\\xE9`, and so is NUL.
    public static String shown(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(Math.min(PIECE, bytes.length + 1));
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (result.isUnderflow()) {
                return text.toString().replace("\0", "\\x00");
            }
            if (result.isError()) {
                for (int wrong = result.length(); wrong > 0; wrong--) {
                    text.append("\\x").append(HEXADECIMAL.toHexDigits(in.get()));
                }
            }
        }
    }

    /// A text's bytes.
    ///
    /// @throws NotJsonException where it has half of a surrogate pair, which has no bytes
    static byte[] bytes(String text) {
        int half = half(text);
        if (half >= 0) {
            byte[] before = text.substring(0, half).getBytes(StandardCharsets.UTF_8);
            throw new NotJsonException(Grammar.HALF, before, before.length);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Where half of a surrogate pair is, in characters; -1 where there is none.
    private static int half(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isHighSurrogate(text.charAt(at))
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(text.charAt(at))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAscii(byte[] bytes) {
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            if (((long) EIGHT.get(bytes, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < bytes.length; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }
}
