package mesh.protocol.needs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.protocol.needs.Expression.All;
import mesh.protocol.needs.Expression.Any;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.In;
import mesh.protocol.needs.Expression.IsNull;
import mesh.protocol.needs.Expression.Name;
import mesh.protocol.needs.Expression.Not;
import mesh.protocol.needs.Tokens.Token;

/// The part of a {@link Parser} that reads comparisons.
///
/// @param sum reads an operand
/// @param parenthesised whether an operand stood in parentheses of its own
record Comparisons(
        TokenCursor cursor,
        Dialect dialect,
        Supplier<Expression> sum,
        Predicate<Expression> parenthesised) {
    private static final String LIST =
            "a list after IN is closed with ')' and has commas between its values";

    /// Reads a comparison, or an operand that is compared with nothing.
    Expression parse() {
        int from = cursor.here();
        Expression left = ordered();
        while (cursor.is("=") || cursor.is("<>") || cursor.is("IS")) {
            left = cursor.is("IS") ? isNull(left, from) : compare(left, from, this::ordered);
        }
        return left;
    }

    private Condition isNull(Expression value, int from) {
        Token is = operator(value, from);
        boolean not = cursor.take("NOT");
        cursor.expect("NULL");
        return denied(new IsNull(dialect.missing(value, is.at())), not);
    }

    private Expression ordered() {
        int from = cursor.here();
        Expression left = sum.get();
        while (true) {
            if (isWorded()) {
                left = worded(left, from, cursor.take("NOT"));
            } else if (cursor.is("<") || cursor.is("<=") || cursor.is(">") || cursor.is(">=")) {
                left = compare(left, from, sum);
            } else {
                return left;
            }
        }
    }

    private boolean isWorded() {
        for (String word : List.of("LIKE", "BETWEEN", "IN")) {
            if (cursor.is(word) || cursor.is("NOT") && cursor.isSecond(word)) {
                return true;
            }
        }
        return false;
    }

    private Condition worded(Expression left, int from, boolean not) {
        Token word = operator(left, from);
        return switch (word.text()) {
            case "BETWEEN" -> between(left, word, not);
            case "LIKE" -> denied(like(left, word), not);
            default -> denied(in(left, word), not);
        };
    }

    private static Condition denied(Condition condition, boolean not) {
        return not ? new Not(condition) : condition;
    }

    /// Takes the operator after the left side.
    private Token operator(Expression left, int from) {
        Token operator = cursor.peek();
        dialect.checkOperand(left, parenthesised.test(left), from, operator.at());
        cursor.countClause(operator.at());
        return cursor.take();
    }

    private Condition compare(Expression left, int from, Supplier<Expression> side) {
        Token operator = operator(left, from);
        Expression right = operand(side);
        return dialect.comparison(Operator.of(operator.text()), left, right, operator.at());
    }

    private Expression operand(Supplier<Expression> side) {
        int at = cursor.here();
        if (cursor.peek() != null && cursor.peek().isComparison()) {
            throw Tokens.at(at, ConditionDialect.COMPARISON);
        }
        Expression operand = side.get();
        dialect.checkOperand(operand, parenthesised.test(operand), at, at);
        return operand;
    }

    private Condition between(Expression value, Token between, boolean not) {
        Expression low = operand(sum);
        if (!cursor.take("AND")) {
            throw Tokens.at(between.at(), "BETWEEN takes two values with AND between");
        }
        Expression high = operand(sum);
        Operator below = not ? Operator.LESS : Operator.GREATER_OR_EQUAL;
        Operator above = not ? Operator.GREATER : Operator.LESS_OR_EQUAL;
        List<Condition> both =
                List.of(
                        dialect.comparison(below, value, low, between.at()),
                        dialect.comparison(above, value, high, between.at()));
        return not ? new Any(both) : new All(both);
    }

    private In in(Expression value, Token in) {
        if (!(value instanceof Name name)) {
            throw Tokens.at(in.at(), "IN is asked of a name");
        }
        cursor.expect("(");
        var values = new ArrayList<Object>();
        values.add(element());
        while (cursor.take(",")) {
            cursor.countClause(cursor.here());
            values.add(element());
        }
        if (!cursor.take(")")) {
            throw Tokens.at(cursor.peek() == null ? cursor.end() : cursor.here(), LIST);
        }
        return new In(name, values);
    }

    private Object element() {
        return dialect.element(cursor.literal());
    }

    private Condition like(Expression value, Token like) {
        cursor.countPattern(like.at());
        Token pattern = cursor.quoted();
        cursor.checkPattern(pattern);
        Character escape = null;
        if (cursor.take("ESCAPE")) {
            Token character = cursor.quoted();
            if (character.text().length() != 1) {
                throw Tokens.at(character.at(), "ESCAPE takes one character in quotes");
            }
            escape = character.text().charAt(0);
        }
        return dialect.like(value, new LikePattern(pattern.text(), escape), like.at());
    }
}
