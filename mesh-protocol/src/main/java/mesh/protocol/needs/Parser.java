package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mesh.protocol.needs.Expression.All;
import mesh.protocol.needs.Expression.Any;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.Constant;
import mesh.protocol.needs.Expression.Flag;
import mesh.protocol.needs.Expression.Literal;
import mesh.protocol.needs.Expression.Name;
import mesh.protocol.needs.Expression.Not;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// Reads a selector by recursive descent, in the order of precedence of the broker's grammar: OR,
/// AND, `= <>` and IS NULL, other comparisons, sums, products, signs. A parser reads one selector
/// once.
final class Parser {
    private final Dialect dialect;
    private final TokenCursor cursor;
    private final Comparisons comparisons;

    /// What stood last in parentheses.
    private Expression parenthesised;

    /// An expression and its place in the text.
    private record Part(Expression expression, int from, int to) {}

    /// @throws NeedsException when it is empty, too long, or has a character that no selector has
    Parser(String text, Dialect dialect) {
        this.dialect = dialect;
        cursor = new TokenCursor(text, dialect);
        comparisons = new Comparisons(cursor, dialect, this::sum, this::isParenthesised);
    }

    /// The conditions of the conjunction at the top, in their order; one where there is none.
    ///
    /// @throws NeedsException pointing at the character that is wrong
    List<Clause> parse() {
        List<Part> parts = conjuncts();
        List<Clause> found =
                cursor.is("OR")
                        ? List.of(new Clause(cursor.text().strip(), disjunction(parts)))
                        : parts.stream().map(this::clause).toList();
        if (cursor.peek() != null) {
            throw cursor.misplaced();
        }
        return found;
    }

    /// How many clauses it has had, as {@link Dialect.Bounds} counts them.
    int clauses() {
        return cursor.clauses();
    }

    private boolean isParenthesised(Expression expression) {
        return expression == parenthesised;
    }

    private Clause clause(Part part) {
        return new Clause(cursor.text(part.from(), part.to()), condition(part));
    }

    private Expression expression() {
        List<Part> parts = conjuncts();
        return cursor.is("OR") ? disjunction(parts) : conjunction(parts);
    }

    private Any disjunction(List<Part> first) {
        var alternatives = new ArrayList<Condition>();
        alternatives.add(asCondition(conjunction(first), first.getFirst().from()));
        while (cursor.take("OR")) {
            List<Part> parts = conjuncts();
            alternatives.add(asCondition(conjunction(parts), parts.getFirst().from()));
        }
        return new Any(alternatives);
    }

    private Expression conjunction(List<Part> parts) {
        return parts.size() == 1
                ? parts.getFirst().expression()
                : new All(parts.stream().map(this::condition).toList());
    }

    private List<Part> conjuncts() {
        var parts = new ArrayList<Part>();
        do {
            int from = cursor.here();
            Expression expression = conjunct();
            parts.add(new Part(expression, from, cursor.end()));
        } while (cursor.take("AND"));
        return parts;
    }

    private Condition condition(Part part) {
        return asCondition(part.expression(), part.from());
    }

    private Condition asCondition(Expression expression, int at) {
        if (expression instanceof Name(String name, int place)) {
            cursor.countClause(place);
            return new Flag(name);
        }
        if (expression instanceof Constant constant) {
            cursor.countClause(constant.at());
            dialect.checkCondition(constant);
        }
        if (expression instanceof Condition condition) {
            return condition;
        }
        throw Tokens.at(at, "this is neither true nor false; a comparison is missing");
    }

    private Expression conjunct() {
        return dialect.notDeniesComparisons() && cursor.is("NOT")
                ? not(this::conjunct)
                : comparisons.parse();
    }

    private Not not(Supplier<Expression> denied) {
        cursor.enter();
        int at = cursor.here();
        var not = new Not(asCondition(denied.get(), at));
        cursor.leave();
        return not;
    }

    private Expression sum() {
        Expression left = product();
        while (cursor.is("+") || cursor.is("-")) {
            left = arithmetic(left, this::product);
        }
        return left;
    }

    private Expression product() {
        Expression left = signed();
        while (cursor.is("*") || cursor.is("/") || cursor.is("%")) {
            left = arithmetic(left, this::signed);
        }
        return left;
    }

    private Expression arithmetic(Expression left, Supplier<Expression> operand) {
        Token operator = cursor.take();
        cursor.countClause(operator.at());
        Expression right = operand.get();
        return dialect.arithmetic(operator.text().charAt(0), left, right, operator.at());
    }

    private Expression signed() {
        if (cursor.is("-") || cursor.is("+")) {
            Token sign = cursor.enter();
            Expression value = signed();
            cursor.leave();
            return sign.is("-") ? dialect.negative(value, sign.at()) : value;
        }
        return cursor.is("NOT") && !dialect.notDeniesComparisons() ? not(this::signed) : primary();
    }

    private Expression primary() {
        if (cursor.is("(")) {
            cursor.enter();
            Expression inner = expression();
            cursor.expect(")");
            cursor.leave();
            parenthesised = inner;
            return inner;
        }
        Token token = cursor.peek();
        if (token == null) {
            throw cursor.misplaced();
        }
        if (token.is("XPATH") || token.is("XQUERY")) {
            throw Tokens.at(token.at(), token.text() + " is not known here");
        }
        if (token.isLiteral()) {
            cursor.take();
            return new Literal(dialect.value(token), token.text(), token.at());
        }
        if (token.kind() == Kind.NAME) {
            cursor.take();
            return new Name(token.text(), token.at());
        }
        if (cursor.take("TRUE") || cursor.take("FALSE")) {
            return new Constant(token.is("TRUE"), token.at());
        }
        cursor.expect("NULL");
        return new Constant(null, token.at());
    }
}
