package mesh.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import mesh.protocol.Excerpt;

/// The keys of the objects that are open, to find one that comes twice. Those of a small object are
/// compared with each other by their first bytes, which makes nothing; those of a large one, and
/// any that are written with escapes, are kept as texts.
final class Keys {
    private static final int SMALL = 32;
    private static final int MOST_SHOWN = 60;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] body;

    /// Of each key, and in an object's own place which of 64 kinds of them it has: most keys are of
    /// a kind that was not there before.
    private long[] beginnings;

    private int[] places;
    private int size;

    /// The texts of the innermost open object, once it has them.
    private Large large;

    /// The keys of an object that has many.
    ///
    /// @param mark of that object
    /// @param around those of the next object around it that has many
    private record Large(int mark, Set<String> texts, Large around) {}

    Keys(byte[] body) {
        this.body = body;
    }

    /// An object begins.
    ///
    /// @return its mark
    int begin() {
        room();
        beginnings[size] = 0;
        return size++;
    }

    /// The object of this mark ends.
    void end(int mark) {
        size = mark;
        if (large != null && large.mark == mark) {
            large = large.around;
        }
    }

    /// Whether this key was there before in the innermost open object, which has this mark. It is
    /// there from now on.
    boolean isRepeated(int mark, int from, int to, boolean escaped) {
        boolean isLarge = large != null && large.mark == mark;
        if (!isLarge && !escaped && size - mark - 1 < SMALL) {
            return isRepeatedHere(mark, from, to);
        }
        if (!isLarge) {
            var texts = new HashSet<String>();
            for (int at = mark + 1; at < size; at++) {
                texts.add(text(places[2 * at], places[2 * at + 1]));
            }
            large = new Large(mark, texts, large);
        }
        return !large.texts.add(text(from, to));
    }

    private boolean isRepeatedHere(int mark, int from, int to) {
        long beginning = beginning(from, to);
        long bit = 1L << (beginning * SPREAD >>> Long.SIZE - 6);
        boolean isNew = (beginnings[mark] & bit) == 0;
        beginnings[mark] |= bit;
        for (int at = isNew ? size : mark + 1; at < size; at++) {
            if (beginnings[at] == beginning
                    && Arrays.equals(body, places[2 * at], places[2 * at + 1], body, from, to)) {
                return true;
            }
        }
        room();
        beginnings[size] = beginning;
        places[2 * size] = from;
        places[2 * size + 1] = to;
        size++;
        return false;
    }

    private void room() {
        if (beginnings == null) {
            beginnings = new long[Math.max(16, size + 1)];
            places = new int[2 * beginnings.length];
        } else if (size >= beginnings.length) {
            beginnings = Arrays.copyOf(beginnings, 2 * size);
            places = Arrays.copyOf(places, 4 * size);
        }
    }

    /// The first seven bytes of a key, and how many it has.
    private long beginning(int from, int to) {
        int length = to - from;
        long bytes = 0;
        if (length > 0 && from + Long.BYTES <= body.length) {
            bytes = (long) EIGHT.get(body, from) >>> 8 * Math.max(1, Long.BYTES - length);
        } else {
            for (int at = from; at < Math.min(to, from + Long.BYTES - 1); at++) {
                bytes = bytes << 8 | body[at] & 0xFF;
            }
        }
        return bytes << 8 | length & 0xFF;
    }

    /// A key as it is meant.
    private String text(int from, int to) {
        return Escapes.text(body, from, to);
    }

    /// A key as it is written, for people.
    String shown(int from, int to) {
        String text = new String(body, from, to - from, StandardCharsets.UTF_8);
        return "'" + Excerpt.shortened(text, MOST_SHOWN) + "'";
    }
}
