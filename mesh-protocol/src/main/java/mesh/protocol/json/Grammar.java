package mesh.protocol.json;

/// The one grammar of JSON in the mesh: RFC 8259, and beyond it what two readers of the same text
/// could take for two things. A key comes once in an object, what is escaped is no half of a
/// surrogate pair, a number has at most {@value #MOST_NUMBER} characters and an exponent of at
/// most four digits, and nothing nests deeper than it is told to.
///
/// It goes over bytes that are known to be UTF-8, and throws {@link Odd} where they are not as they
/// should be; {@link #wrong} then says what was wrong.
class Grammar extends Cursor {
    static final int MOST_NUMBER = 1_000;
    static final String HALF = "half of a surrogate pair, which is no character";

    private static final String TOO_DEEP =
            "it nests more than %d levels deep, a payload or a result more than %d"
                    .formatted(MeshJson.MOST_DEPTH, MeshJson.MOST_VALUE_DEPTH);
    private static final int MOST_EXPONENT = 9_999;
    private static final byte[] TRUE = Utf8.ascii("true");
    private static final byte[] FALSE = Utf8.ascii("false");
    private static final byte[] NULL = Utf8.ascii("null");

    private final Keys keys;
    private boolean lax;

    /// @param spacious whether blanks may stand between the parts of a value
    Grammar(byte[] body, boolean spacious) {
        super(body, spacious);
        this.keys = new Keys(body);
    }

    /// Passes over a value, and says whether there were blanks between its parts.
    ///
    /// @param depth how deep it may nest
    final boolean passWithBlanks(int depth) {
        blank = false;
        pass(depth);
        return blank;
    }

    /// Passes over a value of which only its form matters: what breaks a rule beyond the grammar
    /// is found by whoever reads the value.
    final void passLaxly() {
        lax = true;
        try {
            pass(MeshJson.MOST_DEPTH);
        } finally {
            lax = false;
        }
    }

    final void pass(int depth) {
        switch (here()) {
            case '"' -> quoted();
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> expect(TRUE);
            case 'f' -> expect(FALSE);
            case 'n' -> expect(NULL);
            default -> numeral();
        }
    }

    private void object(int depth) {
        if (!nests(depth)) {
            return;
        }
        blanks();
        if (passes('}')) {
            return;
        }
        int mark = keys.begin();
        do {
            blanks();
            key(mark);
            pass(depth - 1);
            blanks();
        } while (passes(','));
        expect('}');
        keys.end(mark);
    }

    /// Passes over a key and its colon, and says where the key's closing quote is.
    ///
    /// @param mark of the object that it stands in
    final int key(int mark) {
        int from = at;
        boolean escaped = quoted();
        int end = at - 1;
        if (!lax && keys.isRepeated(mark, from + 1, end, escaped)) {
            throw odd("the key " + keys.shown(from + 1, end) + " comes twice", from);
        }
        blanks();
        expect(':');
        blanks();
        return end;
    }

    final int beginKeys() {
        return keys.begin();
    }

    final void endKeys(int mark) {
        keys.end(mark);
    }

    private void array(int depth) {
        if (!nests(depth)) {
            return;
        }
        blanks();
        if (passes(']')) {
            return;
        }
        do {
            blanks();
            pass(depth - 1);
            blanks();
        } while (passes(','));
        expect(']');
    }

    /// Whether what opens here is still to be passed over.
    final boolean nests(int depth) {
        if (depth > 0) {
            at++;
            return true;
        }
        if (!lax) {
            throw odd(TOO_DEEP, at);
        }
        skipDeep();
        return false;
    }

    /// By its brackets alone, and without a call for each.
    private void skipDeep() {
        int open = 0;
        do {
            switch (here()) {
                case '{', '[' -> open++;
                case '}', ']' -> open--;
                case '"' -> {
                    quoted();
                    continue;
                }
                default -> {
                    // A part of something that is too deep to be read.
                }
            }
            at++;
        } while (open > 0);
    }

    /// Passes over a text, and says whether there are escapes in it.
    final boolean quoted() {
        expect('"');
        at = plain(at);
        boolean escaped = at < body.length && body[at] == '\\';
        while (passes('\\')) {
            escape();
            at = plain(at);
        }
        expect('"');
        return escaped;
    }

    /// Where the plain characters of a text end that begin here: at a quote, a backslash, a control
    /// character, or the end of all.
    final int plain(int from) {
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

    private void escape() {
        switch (here()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> unit();
            default -> throw odd();
        }
    }

    private void unit() {
        int from = at - 1;
        char unit = hexadecimal();
        if (!Character.isSurrogate(unit) || lax) {
            return;
        }
        if (Character.isHighSurrogate(unit)
                && passes('\\')
                && at < body.length
                && body[at] == 'u'
                && Character.isLowSurrogate(hexadecimal())) {
            return;
        }
        throw odd(HALF, from);
    }

    private char hexadecimal() {
        at++;
        int unit = 0;
        for (int digits = 0; digits < 4; digits++) {
            byte one = here();
            int digit = one < 0 ? -1 : Character.digit(one, 16);
            if (digit < 0) {
                throw odd();
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    /// Passes over a number, and says whether it is written as a whole one.
    final boolean numeral() {
        int from = at;
        passes('-');
        if (!passes('0')) {
            digits();
        }
        boolean whole = true;
        if (passes('.')) {
            digits();
            whole = false;
        }
        if (passes('e') || passes('E')) {
            if (!passes('+')) {
                passes('-');
            }
            exponent();
            whole = false;
        }
        if (at - from > MOST_NUMBER && !lax) {
            throw odd(
                    "a number has at most %d characters, was %d".formatted(MOST_NUMBER, at - from),
                    from);
        }
        return whole;
    }

    private void exponent() {
        int from = at;
        digits();
        int exponent = 0;
        for (int digit = from; digit < at && !lax; digit++) {
            exponent = 10 * exponent + body[digit] - '0';
            if (exponent > MOST_EXPONENT) {
                throw odd("a number's exponent is at most " + MOST_EXPONENT, from);
            }
        }
    }

    private void digits() {
        int from = at;
        while (at < body.length && body[at] >= '0' && body[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw odd();
        }
    }
}
