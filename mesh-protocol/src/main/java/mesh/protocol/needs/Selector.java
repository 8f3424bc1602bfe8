package mesh.protocol.needs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/// A selector made ready for evaluation against capabilities. Immutable; safe for use by many
/// threads.
///
/// The library compares numbers and texts only. It therefore gets a {@link Rewriting}, whose names
/// {@link CapabilityView} resolves to values in a form in which they compare: whole numbers as
/// numbers, versions as versions. Grammar and three-valued logic stay the library's.
final class Selector {
    static final int MOST_CHARACTERS = 4096;
    static final int MOST_CLAUSES = 64;
    static final int MOST_DEPTH = 16;
    private static final Pattern PLACE = Pattern.compile("column (\\d+)");
    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered: (\\S+)");

    private final BooleanExpression expression;
    private final List<Rewriting.Pair> pairs;
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
        checkComparisons(tokens);
        var words = new Words(tokens);
        var rewriting = new Rewriting(words);
        expression = parse(rewriting, text.length());
        pairs = rewriting.pairs();
        collectLowerBounds(words);
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

    /// What is compared is a capability or a value, never the outcome of another comparison: two
    /// outcomes that are unknown would be equal to the library.
    private static void checkComparisons(List<Token> tokens) {
        boolean compared = false;
        boolean between = false;
        Token before = null;
        for (Token token : tokens) {
            boolean compares = token.isComparison() || isAny(token, "BETWEEN", "IN", "LIKE", "IS");
            boolean opens = token.is("(") && !isAny(before, "IN");
            if (compares && (compared || isAny(before, ")"))
                    || opens && before != null && before.isComparison()) {
                throw Tokens.at(
                        token.at(),
                        "a comparison is between a capability and a value, without parentheses;"
                                + " AND, OR and NOT join comparisons");
            }
            boolean joins = token.is("OR") || token.is("AND") && !between;
            compared = !joins && !opens && (compared || compares);
            between = token.is("BETWEEN") || between && !token.is("AND");
            before = token;
        }
    }

    private static boolean isAny(Token token, String... words) {
        for (String word : words) {
            if (token != null && token.is(word)) {
                return true;
            }
        }
        return false;
    }

    private static BooleanExpression parse(Rewriting rewriting, int length) {
        try {
            return SelectorParser.parse(rewriting.text());
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

    /// What a conjunction at the top asks for at least, for the broker's filter; nothing where the
    /// top is not a conjunction.
    private void collectLowerBounds(Words words) {
        if (words.tokens().stream()
                .anyMatch(token -> token.is("OR") || token.is("NOT") || token.is("BETWEEN"))) {
            return;
        }
        for (int i = 0; i + 2 < words.size(); i++) {
            boolean atLeast = words.is(i + 1, ">=") || words.is(i + 1, "=");
            if (words.nameAt(i)
                    && atLeast
                    && words.literalAt(i + 2)
                    && !words.arithmeticAt(i - 1)
                    && !words.arithmeticAt(i + 3)) {
                String name = words.get(i).text();
                switch (CapabilityValue.parse(words.get(i + 2).text())) {
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
            return (Boolean) expression.evaluate(new CapabilityView(capabilities, pairs));
        } catch (FilterException | RuntimeException cannotBeEvaluated) {
            return null;
        }
    }
}
