package mesh.protocol.needs;

import java.util.List;
import mesh.protocol.needs.Dialect.Bounds;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// The place that a parser has reached in a selector, and what it has used of the bounds.
final class TokenCursor {
    private final String text;
    private final Bounds bounds;
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int clauses;
    private int patterns;

    /// @throws NeedsException when it is empty, too long, or has a character that no selector has
    TokenCursor(String text, Dialect dialect) {
        this.text = text;
        bounds = dialect.bounds();
        if (text.length() > bounds.characters()) {
            throw new NeedsException(
                    "needs",
                    "a selector has at most %d characters, was %d"
                            .formatted(bounds.characters(), text.length()));
        }
        tokens = Tokens.scan(text, dialect);
        if (tokens.isEmpty()) {
            throw new NeedsException(
                    "needs", "a selector is empty; leave `needs` out where nothing is needed");
        }
    }

    /// The next token, or null at the end.
    Token peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }

    boolean is(String word) {
        return next < tokens.size() && tokens.get(next).is(word);
    }

    /// Whether the token after the next is this word.
    boolean isSecond(String word) {
        return next + 1 < tokens.size() && tokens.get(next + 1).is(word);
    }

    /// Where the next token begins, from 0; the length at the end.
    int here() {
        return next < tokens.size() ? tokens.get(next).at() : text.length();
    }

    /// Where the last token that was taken ends.
    int end() {
        return tokens.get(next - 1).end();
    }

    String text(int from, int to) {
        return text.substring(from, to);
    }

    String text() {
        return text;
    }

    Token take() {
        Token token = peek();
        if (token == null) {
            throw misplaced();
        }
        next++;
        return token;
    }

    /// Takes the next token where it is this word.
    boolean take(String word) {
        boolean taken = is(word);
        next += taken ? 1 : 0;
        return taken;
    }

    void expect(String word) {
        if (!take(word)) {
            throw misplaced();
        }
    }

    Token literal() {
        if (peek() == null || !peek().isLiteral()) {
            throw misplaced();
        }
        return take();
    }

    Token quoted() {
        Token literal = literal();
        if (literal.kind() != Kind.TEXT) {
            throw Tokens.at(literal.at(), "a pattern stands in single quotes");
        }
        return literal;
    }

    /// Takes what nests: a parenthesis, a NOT, a sign.
    Token enter() {
        if (++depth > bounds.depth()) {
            throw Tokens.at(
                    here(), "more than " + bounds.depth() + " parentheses, NOTs and signs deep");
        }
        return take();
    }

    void leave() {
        depth--;
    }

    void countClause(int at) {
        if (++clauses > bounds.clauses()) {
            throw Tokens.at(at, "more than " + bounds.clauses() + " clauses");
        }
    }

    void countPattern(int at) {
        if (++patterns > bounds.patterns()) {
            throw Tokens.at(at, "more than " + bounds.patterns() + " LIKEs");
        }
    }

    void checkPattern(Token pattern) {
        if (pattern.text().length() > bounds.patternCharacters()) {
            throw Tokens.at(
                    pattern.at(),
                    "a pattern has at most %d characters, was %d"
                            .formatted(bounds.patternCharacters(), pattern.text().length()));
        }
    }

    /// How many clauses were counted.
    int clauses() {
        return clauses;
    }

    NeedsException misplaced() {
        return next < tokens.size()
                ? Tokens.at(here(), "this does not belong here")
                : Tokens.at(text.length(), "the selector ends where something must follow");
    }
}
