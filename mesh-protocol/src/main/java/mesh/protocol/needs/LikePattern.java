package mesh.protocol.needs;

/// The pattern of a `LIKE`: `%` stands for any characters or none, `_` for one character, all else
/// for itself. After the escape character `%`, `_` and the escape character itself stand for
/// themselves.
///
/// Matching walks over text and pattern side by side. Where they part, it goes back to the last `%`
/// only and lets that take one character more: an earlier `%` need never take more than it did. The
/// cost is at most the product of both lengths, whatever the pattern, and nothing is allocated.
final class LikePattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] pattern;

    /// @param escape the escape character, or null for none
    LikePattern(String like, Character escape) {
        var symbols = new int[like.length()];
        int size = 0;
        for (int i = 0; i < like.length(); ) {
            int symbol = like.codePointAt(i);
            i += Character.charCount(symbol);
            if (escape != null
                    && symbol == escape
                    && i < like.length()
                    && special(like, i, escape)) {
                symbols[size++] = like.charAt(i++);
            } else {
                symbols[size++] = symbol == '%' ? ANY : symbol == '_' ? ONE : symbol;
            }
        }
        pattern = java.util.Arrays.copyOf(symbols, size);
    }

    private static boolean special(String like, int i, char escape) {
        char c = like.charAt(i);
        return c == '%' || c == '_' || c == escape;
    }

    boolean matches(String text) {
        int at = 0;
        int symbol = 0;
        int afterAny = -1;
        int resumeAt = 0;
        while (at < text.length()) {
            if (symbol < pattern.length && pattern[symbol] == ANY) {
                afterAny = ++symbol;
                resumeAt = at;
                continue;
            }
            int c = text.codePointAt(at);
            if (symbol < pattern.length && (pattern[symbol] == ONE || pattern[symbol] == c)) {
                symbol++;
                at += Character.charCount(c);
            } else if (afterAny >= 0) {
                resumeAt += Character.charCount(text.codePointAt(resumeAt));
                at = resumeAt;
                symbol = afterAny;
            } else {
                return false;
            }
        }
        while (symbol < pattern.length && pattern[symbol] == ANY) {
            symbol++;
        }
        return symbol == pattern.length;
    }
}
