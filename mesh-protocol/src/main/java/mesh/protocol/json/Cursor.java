package mesh.protocol.json;

import java.util.Arrays;

/// A place in a body, and what comes next there. Where it is not what was expected, {@link Odd} is
/// thrown, and {@link #wrong} says what was wrong.
class Cursor {
    /// Something is not as it is expected. It costs no trace, for nobody looks at it.
    static final class Odd extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private static final Odd ONE = new Odd();

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    final byte[] body;
    int at;

    /// Whether there were blanks since this was last set to false.
    boolean blank;

    private final boolean spacious;
    private String wrong;
    private int wrongAt = -1;
    private boolean rule;

    /// @param spacious whether blanks may stand between the parts of a value
    Cursor(byte[] body, boolean spacious) {
        this.body = body;
        this.spacious = spacious;
    }

    static Odd odd() {
        return Odd.ONE;
    }

    /// Something breaks a rule beyond the grammar.
    final Odd odd(String reason, int where) {
        if (wrongAt < 0) {
            wrong = reason;
            wrongAt = where;
        }
        return Odd.ONE;
    }

    /// What was found where one of these threw {@link Odd}.
    final NotJsonException wrong() {
        rule = wrongAt >= 0;
        if (!rule) {
            int where = at;
            odd(isOver() ? "it ends too early" : unexpected(), where);
        }
        return new NotJsonException(wrong, body, wrongAt);
    }

    /// Whether what was found is JSON all the same, and breaks a rule beyond its grammar.
    final boolean isOnlyARule() {
        return rule;
    }

    private String unexpected() {
        byte one = body[at];
        if (passes(MARK)) {
            return "a byte-order mark, which JSON does not begin with";
        }
        return one > ' ' && one < 0x7F
                ? "unexpected '" + (char) one + "'"
                : "unexpected byte 0x%02X".formatted(one & 0xFF);
    }

    final boolean isOver() {
        return at == body.length;
    }

    final byte here() {
        if (at == body.length) {
            throw Odd.ONE;
        }
        return body[at];
    }

    /// Passes over this, if it comes next.
    final boolean passes(byte[] expected) {
        int end = at + expected.length;
        if (end > body.length || !Arrays.equals(body, at, end, expected, 0, expected.length)) {
            return false;
        }
        at = end;
        return true;
    }

    final boolean passes(char expected) {
        if (at < body.length && body[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    final void expect(byte[] expected) {
        if (!passes(expected)) {
            throw Odd.ONE;
        }
    }

    final void expect(char expected) {
        if (!passes(expected)) {
            throw Odd.ONE;
        }
    }

    /// Passes over blanks, where there may be some.
    final void blanks() {
        if (at == body.length || body[at] > ' ' || !spacious) {
            return;
        }
        int from = at;
        while (at < body.length && isBlank(body[at])) {
            at++;
        }
        blank |= at > from;
    }

    static boolean isBlank(byte one) {
        return one == ' ' || one == '\n' || one == '\r' || one == '\t';
    }
}
