package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a selector with their places.
final class Tokens {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "AND", "OR", "NOT", "BETWEEN", "IN", "LIKE", "ESCAPE", "IS", "NULL", "TRUE",
                    "FALSE", "XPATH", "XQUERY");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final String SYMBOLS = "()=<>,+-*/%";

    enum Kind {
        NAME,
        KEYWORD,
        NUMBER,
        TEXT,
        SYMBOL
    }

    /// @param text as written; of a text literal, without its quotes; of a keyword, in capitals
    /// @param at where it begins, from 0
    /// @param end where it ends
    record Token(Kind kind, String text, int at, int end) {
        boolean is(String word) {
            return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equals(word);
        }

        boolean isLiteral() {
            return kind == Kind.NUMBER || kind == Kind.TEXT;
        }

        boolean isComparison() {
            return kind == Kind.SYMBOL && COMPARISONS.contains(text);
        }
    }

    private Tokens() {}

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    /// @throws NeedsException pointing at a character that no selector has
    static List<Token> scan(String text, Dialect dialect) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else {
                Token token = next(text, at, c, dialect);
                tokens.add(token);
                at = token.end();
            }
        }
        return tokens;
    }

    private static Token next(String text, int at, char c, Dialect dialect) {
        if (c == '\'') {
            return text(text, at);
        }
        if (isDigit(c)
                || c == '.'
                        && dialect.hasDecimals()
                        && at + 1 < text.length()
                        && isDigit(text.charAt(at + 1))) {
            return number(text, at, dialect);
        }
        if (isWord(c) || dialect.isName(c)) {
            int end = at;
            while (end < text.length()
                    && (isWord(text.charAt(end)) || dialect.isName(text.charAt(end)))) {
                end++;
            }
            String word = text.substring(at, end);
            return isKeyword(word)
                    ? new Token(Kind.KEYWORD, word.toUpperCase(Locale.ROOT), at, end)
                    : new Token(Kind.NAME, word, at, end);
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
        throw at(at, "unexpected '%s'%s".formatted(Character.toString(text.codePointAt(at)), hint));
    }

    /// All that might belong to a number; whether it is one, the dialect says.
    private static Token number(String text, int at, Dialect dialect) {
        int end = at;
        boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean sign =
                    dialect.hasDecimals()
                            && !hexadecimal
                            && (c == '+' || c == '-')
                            && (text.charAt(end - 1) == 'e' || text.charAt(end - 1) == 'E');
            if (!isWord(c) && c != '.' && !sign) {
                break;
            }
            end++;
        }
        return new Token(Kind.NUMBER, text.substring(at, end), at, end);
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

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }

    static NeedsException at(int index, String what) {
        return new NeedsException("needs", "at character " + (index + 1) + ": " + what);
    }
}
