package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/// A selector made ready for evaluation against capabilities. Immutable; safe for use by many
/// threads.
///
/// The library compares numbers and texts only. Where a name meets a literal (`python >= 3.11`),
/// both are therefore replaced by names of their own, under which evaluation finds the two values
/// in a form in which they compare: whole numbers as numbers, versions as versions. `IN` and
/// `BETWEEN` are spelled out as comparisons, a bare name becomes a flag. Grammar and three-valued
/// logic stay the library's.
final class Selector {
    static final int MOST_CHARACTERS = 4096;
    static final int MOST_CLAUSES = 64;
    static final int MOST_DEPTH = 16;
    private static final Pattern PLACE = Pattern.compile("column (\\d+)");
    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered: (\\S+)");

    /// A name and a literal that are compared.
    private record Pair(String name, CapabilityValue literal) {}

    private final BooleanExpression expression;
    private final List<Pair> pairs = new ArrayList<>();
    private final Map<String, Long> lowerBounds = new TreeMap<>();

    /// @throws NeedsException pointing at the character that is wrong
    Selector(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new NeedsException(
                    "needs",
                    "a selector has at most %d characters, was %d"
                            .formatted(MOST_CHARACTERS, text.length()));
        }
        List<Token> tokens = Tokens.scan(text);
        if (tokens.isEmpty()) {
            throw new NeedsException(
                    "needs", "a selector is empty; leave `needs` out where nothing is needed");
        }
        check(tokens);
        expression = parse(tokens, text.length());
        collectLowerBounds(tokens);
    }

    private static void check(List<Token> tokens) {
        int depth = 0;
        int clauses = 1;
        for (Token token : tokens) {
            // A chain of NOT nests in the parser as parentheses do.
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            clauses +=
                    token.is("AND") || token.is("OR") || token.is(",") || token.is("NOT") ? 1 : 0;
            if (token.kind() == Kind.NUMBER
                    && CapabilityValue.parse(token.text()) instanceof CapabilityValue.Text) {
                throw Tokens.at(
                        token.at(),
                        "'" + token.text() + "' is neither a number, a version nor a size");
            }
            if (token.is("XPATH") || token.is("XQUERY")) {
                throw Tokens.at(token.at(), token.text() + " is not for capabilities");
            }
            if (depth > MOST_DEPTH) {
                throw Tokens.at(token.at(), "more than " + MOST_DEPTH + " parentheses deep");
            }
            if (clauses > MOST_CLAUSES) {
                throw Tokens.at(token.at(), "more than " + MOST_CLAUSES + " clauses");
            }
        }
    }

    /// The expression as the library takes it, with the place that each piece came from.
    private final class Rewriting {
        final StringBuilder text = new StringBuilder();
        final List<int[]> places = new ArrayList<>();

        void add(String piece, Token from) {
            places.add(new int[] {text.length(), from.at()});
            text.append(piece).append(' ');
        }

        void compare(Token name, String comparison, Token literal) {
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

        int original(int column) {
            int original = 0;
            for (int[] place : places) {
                if (place[0] <= column) {
                    original = place[1];
                }
            }
            return original;
        }
    }

    private BooleanExpression parse(List<Token> tokens, int length) {
        var rewriting = new Rewriting();
        for (int i = 0; i < tokens.size(); ) {
            i += rewrite(tokens, i, rewriting);
        }
        try {
            return SelectorParser.parse(rewriting.text.toString());
        } catch (FilterException wrong) {
            throw explain(wrong, rewriting, length);
        } catch (RuntimeException | StackOverflowError wrong) {
            throw new NeedsException(
                    "needs", "this is not a condition over capabilities: " + wrong.getMessage());
        }
    }

    private static NeedsException explain(FilterException wrong, Rewriting rewriting, int length) {
        String cause =
                wrong.getCause() == null ? "" : String.valueOf(wrong.getCause().getMessage());
        Matcher place = PLACE.matcher(cause);
        if (!place.find()) {
            String why =
                    cause.contains("cannot be compared")
                            ? "a text cannot be ordered"
                            : "it is not true or false";
            return new NeedsException(
                    "needs", "at character 1: this is not a condition over capabilities: " + why);
        }
        Matcher encountered = ENCOUNTERED.matcher(cause);
        if (encountered.find() && encountered.group(1).equals("<EOF>")) {
            return Tokens.at(length, "the selector ends where something must follow");
        }
        return Tokens.at(
                rewriting.original(Integer.parseInt(place.group(1)) - 1),
                "this does not belong here");
    }

    /// Rewrites what begins at i and returns how many tokens that was.
    private int rewrite(List<Token> tokens, int i, Rewriting to) {
        Token token = tokens.get(i);
        if (token.kind() == Kind.NAME) {
            return rewriteName(tokens, i, token, to);
        }
        if (token.isLiteral()
                && comparisonAt(tokens, i + 1)
                && nameAt(tokens, i + 2)
                && !arithmeticAt(tokens, i + 3)) {
            to.compare(tokens.get(i + 2), mirrored(tokens.get(i + 1).text()), token);
            return 3;
        }
        to.add(
                token.kind() == Kind.TEXT
                        ? "'" + token.text().replace("'", "''") + "'"
                        : token.text(),
                token);
        return 1;
    }

    private int rewriteName(List<Token> tokens, int i, Token name, Rewriting to) {
        boolean afterArithmetic = arithmeticAt(tokens, i - 1);
        if (!afterArithmetic
                && comparisonAt(tokens, i + 1)
                && literalAt(tokens, i + 2)
                && !arithmeticAt(tokens, i + 3)) {
            to.compare(name, tokens.get(i + 1).text(), tokens.get(i + 2));
            return 3;
        }
        boolean not = is(tokens, i + 1, "NOT");
        int operator = not ? i + 2 : i + 1;
        if (is(tokens, operator, "BETWEEN")
                && literalAt(tokens, operator + 1)
                && is(tokens, operator + 2, "AND")
                && literalAt(tokens, operator + 3)) {
            to.add(not ? "NOT (" : "(", name);
            to.compare(name, ">=", tokens.get(operator + 1));
            to.add("AND", tokens.get(operator + 2));
            to.compare(name, "<=", tokens.get(operator + 3));
            to.add(")", tokens.get(operator + 3));
            return operator + 4 - i;
        }
        if (is(tokens, operator, "IN")
                && is(tokens, operator + 1, "(")
                && literalAt(tokens, operator + 2)) {
            return rewriteIn(tokens, i, operator, not, to);
        }
        boolean bare =
                !afterArithmetic
                        && !comparisonAt(tokens, i - 1)
                        && !comparisonAt(tokens, i + 1)
                        && !arithmeticAt(tokens, i + 1)
                        && !is(tokens, i + 1, "IS")
                        && !is(tokens, operator, "LIKE")
                        && !is(tokens, operator, "IN")
                        && !is(tokens, operator, "BETWEEN");
        to.add(bare ? "$f_" + name.text() : name.text(), name);
        return 1;
    }

    private int rewriteIn(List<Token> tokens, int i, int operator, boolean not, Rewriting to) {
        Token name = tokens.get(i);
        to.add(not ? "NOT (" : "(", name);
        int at = operator + 2;
        to.compare(name, "=", tokens.get(at++));
        while (is(tokens, at, ",") && literalAt(tokens, at + 1)) {
            to.add("OR", tokens.get(at));
            to.compare(name, "=", tokens.get(at + 1));
            at += 2;
        }
        if (!is(tokens, at, ")")) {
            int place = at < tokens.size() ? tokens.get(at).at() : tokens.getLast().end();
            throw Tokens.at(
                    place, "a list after IN is closed with ')' and has commas between its values");
        }
        to.add(")", tokens.get(at));
        return at + 1 - i;
    }

    private static boolean hasOrder(CapabilityValue value) {
        return switch (value) {
            case CapabilityValue.Quantity _, CapabilityValue.Version _ -> true;
            case CapabilityValue.Truth _, CapabilityValue.Text _ -> false;
        };
    }

    private static boolean is(List<Token> tokens, int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
    }

    private static boolean nameAt(List<Token> tokens, int i) {
        return i < tokens.size() && tokens.get(i).kind() == Kind.NAME;
    }

    private static boolean literalAt(List<Token> tokens, int i) {
        return i < tokens.size() && tokens.get(i).isLiteral();
    }

    private static boolean comparisonAt(List<Token> tokens, int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isComparison();
    }

    private static boolean arithmeticAt(List<Token> tokens, int i) {
        return is(tokens, i, "+") || is(tokens, i, "-") || is(tokens, i, "*") || is(tokens, i, "/");
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

    /// What a conjunction at the top asks for at least, for the broker's filter; nothing where the
    /// top is not a conjunction.
    private void collectLowerBounds(List<Token> tokens) {
        if (tokens.stream()
                .anyMatch(token -> token.is("OR") || token.is("NOT") || token.is("BETWEEN"))) {
            return;
        }
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean atLeast = is(tokens, i + 1, ">=") || is(tokens, i + 1, "=");
            if (nameAt(tokens, i)
                    && atLeast
                    && literalAt(tokens, i + 2)
                    && !arithmeticAt(tokens, i - 1)
                    && !arithmeticAt(tokens, i + 3)) {
                String name = tokens.get(i).text();
                switch (CapabilityValue.parse(tokens.get(i + 2).text())) {
                    case CapabilityValue.Quantity(long least) ->
                            lowerBounds.merge(Capabilities.QUANTITY_BOUND + name, least, Math::max);
                    case CapabilityValue.Version least ->
                            lowerBounds.merge(
                                    Capabilities.VERSION_BOUND + name,
                                    least.filterable(),
                                    Math::max);
                    case CapabilityValue.Truth _, CapabilityValue.Text _ -> {}
                }
            }
        }
    }

    Map<String, Long> lowerBounds() {
        return Map.copyOf(lowerBounds);
    }

    /// True, false, or null for unknown.
    Boolean evaluate(Capabilities capabilities) {
        try {
            return (Boolean) expression.evaluate(new View(capabilities));
        } catch (FilterException | RuntimeException cannotBeEvaluated) {
            return null;
        }
    }

    /// The capabilities as the library asks for them.
    private final class View implements Filterable {
        private final Capabilities capabilities;

        View(Capabilities capabilities) {
            this.capabilities = capabilities;
        }

        @Override
        public Object getProperty(SimpleString id) {
            String name = id.toString();
            if (name.startsWith("$f_")) {
                return flag(capabilities.get(name.substring(3)));
            }
            if (name.charAt(0) == '$') {
                Pair pair = pairs.get(Integer.parseInt(name.substring(2)));
                CapabilityValue value = capabilities.get(pair.name());
                return value == null
                        ? null
                        : comparable(name.charAt(1) == 'v' ? value : pair.literal(), value, pair);
            }
            CapabilityValue value = capabilities.get(name);
            return value == null
                    ? null
                    : value instanceof CapabilityValue.Version
                            ? capabilities.asMap().get(name)
                            : Capabilities.filterable(value);
        }

        /// One side in the form in which both compare; unknown where an order or an equality
        /// between them means nothing.
        private Object comparable(CapabilityValue side, CapabilityValue value, Pair pair) {
            boolean versions =
                    value instanceof CapabilityValue.Version
                            || pair.literal() instanceof CapabilityValue.Version;
            if (!versions) {
                return Capabilities.filterable(side);
            }
            boolean bothAre =
                    CapabilityValue.asVersion(value) != null
                            && CapabilityValue.asVersion(pair.literal()) != null;
            return bothAre ? CapabilityValue.asVersion(side) : null;
        }

        private static Boolean flag(CapabilityValue value) {
            return switch (value) {
                case null -> null;
                case CapabilityValue.Truth(boolean truth) -> truth;
                case CapabilityValue.Quantity(long number) -> number != 0;
                case CapabilityValue.Version _, CapabilityValue.Text _ -> true;
            };
        }

        @Override
        public <T> T getBodyAs(Class<T> type) {
            return null;
        }

        @Override
        public Object getLocalConnectionId() {
            return null;
        }
    }
}
