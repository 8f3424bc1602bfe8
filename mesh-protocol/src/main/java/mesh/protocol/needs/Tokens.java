package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a selector with their places. The grammar is the selector library's; this only
/// tells literals from names.
final class Tokens {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "AND", "OR", "NOT", "BETWEEN", "IN", "LIKE", "ESCAPE", "IS", "NULL", "TRUE",
                    "FALSE", "XPATH", "XQUERY");
    private static final String SYMBOLS = "()=<>,+-*/";

    enum Kind {
        NAME,
        KEYWORD,
        NUMBER,
        TEXT,
        SYMBOL
    }

    /// @param text as written; of a text literal, without its quotes
    /// @param at where it begins, from 0
    /// @param end where it ends
    record Token(Kind kind, String text, int at, int end) {
        boolean is(String word) {
            return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
        }

        boolean isLiteral() {
            return kind == Kind.NUMBER || kind == Kind.TEXT;
        }

        boolean isComparison() {
            return kind == Kind.SYMBOL && Set.of("=", "<>", "<", "<=", ">", ">=").contains(text);
        }
    }

    private Tokens() {}

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    /// @throws NeedsException pointing at a character that no selector has
    static List<Token> scan(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else {
                Token token = next(text, at, c);
                tokens.add(token);
                at = token.end();
            }
        }
        return tokens;
    }

    private static Token next(String text, int at, char c) {
        if (c == '\'') {
            return text(text, at);
        }
        if (c >= '0' && c <= '9') {
            int end = at;
            while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            return new Token(Kind.NUMBER, text.substring(at, end), at, end);
        }
        if (isWord(c)) {
            int end = at;
            while (end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
            String word = text.substring(at, end);
            return new Token(isKeyword(word) ? Kind.KEYWORD : Kind.NAME, word, at, end);
        }
        if (SYMBOLS.indexOf(c) >= 0) {
            int length =
                    text.startsWith("<=", at)
                                    || text.startsWith(">=", at)
                                    || text.startsWith("<>", at)
                            ? 2
                            : 1;
            return new Token(Kind.SYMBOL, text.substring(at, at + length), at, at + length);
        }
        String hint =
                switch (c) {
                    case '"' -> "; a text stands in single quotes";
                    case '!' -> "; 'not equal' is written <>";
                    case '&' -> "; 'and' is written AND";
                    case '|' -> "; 'or' is written OR";
                    default -> "";
                };
        throw at(at, "unexpected '" + c + "'" + hint);
    }

    private static Token text(String text, int at) {
        var value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) != '\'') {
                value.append(text.charAt(i));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                value.append('\'');
                i++;
            } else {
                return new Token(Kind.TEXT, value.toString(), at, i + 1);
            }
        }
        throw at(at, "the text that begins here has no closing quote");
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    static NeedsException at(int index, String what) {
        return new NeedsException("needs", "at character " + (index + 1) + ": " + what);
    }
}
