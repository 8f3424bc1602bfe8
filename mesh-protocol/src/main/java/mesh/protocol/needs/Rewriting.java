package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// A selector as the library takes it. Where a name meets a literal, both become names of their
/// own, `$v0` and `$l0`, that stand for a {@link Pair}; `IN` and `BETWEEN` are spelled out as
/// comparisons, and a bare name becomes a flag, `$f_name`.
final class Rewriting {
    /// Before the name of a flag.
    static final String FLAG = "$f_";

    /// Before a name that takes part in arithmetic, or is compared with another than a literal: the
    /// whole condition is unknown where it is.
    static final String REQUIRED = "$a_";

    /// A name and a literal that are compared.
    record Pair(String name, CapabilityValue literal) {}

    private final Words words;
    private final StringBuilder text = new StringBuilder();
    private final List<int[]> places = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    /// @throws NeedsException pointing at a value that has no order where one is asked for
    Rewriting(Words words) {
        this.words = words;
        for (int i = 0; i < words.size(); ) {
            i += rewrite(i);
        }
    }

    String text() {
        return text.toString();
    }

    List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    private void add(String piece, Token from) {
        places.add(new int[] {text.length(), from.at()});
        text.append(piece).append(' ');
    }

    private void compare(Token name, String comparison, Token literal) {
        int pair = pairs.size();
        CapabilityValue value = CapabilityValue.parse(literal.text());
        boolean ordered = !comparison.equals("=") && !comparison.equals("<>");
        if (ordered && !hasOrder(value)) {
            throw Tokens.at(literal.at(), "only numbers, versions and sizes have an order");
        }
        pairs.add(new Pair(name.text(), value));
        add("$v" + pair, name);
        add(comparison, name);
        add("$l" + pair, literal);
    }

    /// The place in the original of a column of the rewritten text.
    int original(int column) {
        int original = 0;
        for (int[] place : places) {
            if (place[0] <= column) {
                original = place[1];
            }
        }
        return original;
    }

    /// Rewrites what begins at i and returns how many tokens that was.
    private int rewrite(int i) {
        Token token = words.get(i);
        if (token.kind() == Kind.NAME) {
            return rewriteName(i, token);
        }
        if (token.isLiteral()
                && words.comparisonAt(i + 1)
                && words.nameAt(i + 2)
                && !words.arithmeticAt(i + 3)) {
            compare(words.get(i + 2), mirrored(words.get(i + 1).text()), token);
            return 3;
        }
        add(
                token.kind() == Kind.TEXT
                        ? "'" + token.text().replace("'", "''") + "'"
                        : token.text(),
                token);
        return 1;
    }

    private int rewriteName(int i, Token name) {
        boolean afterArithmetic = words.arithmeticAt(i - 1);
        if (!afterArithmetic
                && words.comparisonAt(i + 1)
                && words.literalAt(i + 2)
                && !words.arithmeticAt(i + 3)) {
            compare(name, words.get(i + 1).text(), words.get(i + 2));
            return 3;
        }
        boolean not = words.is(i + 1, "NOT");
        int operator = not ? i + 2 : i + 1;
        if (words.is(operator, "BETWEEN")
                && words.literalAt(operator + 1)
                && words.is(operator + 2, "AND")
                && words.literalAt(operator + 3)) {
            add(not ? "NOT (" : "(", name);
            compare(name, ">=", words.get(operator + 1));
            add("AND", words.get(operator + 2));
            compare(name, "<=", words.get(operator + 3));
            add(")", words.get(operator + 3));
            return operator + 4 - i;
        }
        if (words.is(operator, "IN")
                && words.is(operator + 1, "(")
                && words.literalAt(operator + 2)) {
            return rewriteIn(i, operator, not);
        }
        if (words.is(operator, "BETWEEN")) {
            throw Tokens.at(words.get(operator).at(), "BETWEEN takes two values with AND between");
        }
        boolean asked =
                words.is(i + 1, "IS") || words.is(operator, "LIKE") || words.is(operator, "IN");
        boolean calculated =
                afterArithmetic
                        || words.comparisonAt(i - 1)
                        || words.comparisonAt(i + 1)
                        || words.arithmeticAt(i + 1);
        add((asked ? "" : calculated ? REQUIRED : FLAG) + name.text(), name);
        return 1;
    }

    private int rewriteIn(int i, int operator, boolean not) {
        Token name = words.get(i);
        add(not ? "NOT (" : "(", name);
        int at = operator + 2;
        compare(name, "=", words.get(at++));
        while (words.is(at, ",") && words.literalAt(at + 1)) {
            add("OR", words.get(at));
            compare(name, "=", words.get(at + 1));
            at += 2;
        }
        if (!words.is(at, ")")) {
            int place = at < words.size() ? words.get(at).at() : words.get(words.size() - 1).end();
            throw Tokens.at(
                    place, "a list after IN is closed with ')' and has commas between its values");
        }
        add(")", words.get(at));
        return at + 1 - i;
    }

    private static boolean hasOrder(CapabilityValue value) {
        return switch (value) {
            case CapabilityValue.Quantity _, CapabilityValue.Version _ -> true;
            case CapabilityValue.Truth _, CapabilityValue.Text _ -> false;
        };
    }

    private static String mirrored(String comparison) {
        return switch (comparison) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> comparison;
        };
    }
}
