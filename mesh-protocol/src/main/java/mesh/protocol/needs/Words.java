package mesh.protocol.needs;

import java.util.List;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// A selector's tokens, to be looked at by place; a place outside is nothing.
record Words(List<Token> tokens) {

    Token get(int i) {
        return tokens.get(i);
    }

    int size() {
        return tokens.size();
    }

    boolean is(int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
    }

    boolean nameAt(int i) {
        return i < tokens.size() && tokens.get(i).kind() == Kind.NAME;
    }

    boolean literalAt(int i) {
        return i < tokens.size() && tokens.get(i).isLiteral();
    }

    boolean comparisonAt(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isComparison();
    }

    boolean arithmeticAt(int i) {
        return is(i, "+") || is(i, "-") || is(i, "*") || is(i, "/");
    }
}
