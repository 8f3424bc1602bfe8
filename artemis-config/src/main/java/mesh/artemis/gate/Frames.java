package mesh.artemis.gate;

import io.netty.buffer.ByteBuf;

/// Follows the frames of a connection while their bytes come, and keeps none of them: first the
/// word {@value #WORD}, then frames, each of four bytes that say its length and as many bytes.
///
/// Whatever gathers a frame behind this holds at most {@value #MOST} bytes of one.
final class Frames {
    /// The longest frame in bytes. A message in one piece has less than 768 KiB, a longer one comes
    /// in pieces of that size; this leaves a quarter of a mebibyte for its properties.
    static final int MOST = 1 << 20;

    static final String WORD = "ARTEMIS";

    private int heardOfWord;
    private int heardOfLength;
    private int length;

    /// What is still to come of the frame.
    private int left;

    /// @param bytes what came now; its position is left alone
    /// @return why this cannot go on; null where it can
    String follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (left > 0) {
                int passed = Math.min(left, end - at);
                left -= passed;
                at += passed;
            } else if (heardOfWord < WORD.length()) {
                if (bytes.getByte(at++) != WORD.charAt(heardOfWord++)) {
                    return "it does not speak the broker's protocol";
                }
            } else if (!length(bytes.getByte(at++))) {
                return "a frame has 1 to %,d bytes, one was announced with %,d"
                        .formatted(MOST, Integer.toUnsignedLong(length));
            }
        }
        return null;
    }

    /// One more of the four bytes.
    private boolean length(byte next) {
        length = length << Byte.SIZE | next & 0xFF;
        heardOfLength++;
        if (heardOfLength < Integer.BYTES) {
            return true;
        }
        heardOfLength = 0;
        left = length;
        return length > 0 && length <= MOST;
    }
}
