package mesh.protocol.needs;

import java.util.List;
import mesh.protocol.needs.CapabilityValue.Quantity;
import mesh.protocol.needs.CapabilityValue.Text;
import mesh.protocol.needs.CapabilityValue.Truth;
import mesh.protocol.needs.CapabilityValue.Version;
import mesh.protocol.needs.Expression.All;
import mesh.protocol.needs.Expression.Any;
import mesh.protocol.needs.Expression.Arithmetic;
import mesh.protocol.needs.Expression.Comparison;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.Constant;
import mesh.protocol.needs.Expression.Like;
import mesh.protocol.needs.Expression.Literal;
import mesh.protocol.needs.Expression.Name;
import mesh.protocol.needs.Expression.Negative;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// Conditions over capabilities. A literal is a {@link CapabilityValue}, whether it stands in
/// quotes or not; in arithmetic, which is over numbers alone, one with a dot is a decimal.
final class ConditionDialect implements Dialect {
    static final ConditionDialect INSTANCE = new ConditionDialect();
    static final Bounds BOUNDS = new Bounds(4_096, 64, 16, 8, 256);
    static final String COMPARISON =
            "a comparison is between a capability and a value, without parentheses;"
                    + " AND, OR and NOT join comparisons";

    private ConditionDialect() {}

    @Override
    public Bounds bounds() {
        return BOUNDS;
    }

    @Override
    public boolean notDeniesComparisons() {
        return true;
    }

    @Override
    public boolean isName(char c) {
        return false;
    }

    @Override
    public boolean hasDecimals() {
        return false;
    }

    @Override
    public CapabilityValue value(Token literal) {
        CapabilityValue value;
        try {
            value = CapabilityValue.parseExactly(literal.text());
        } catch (IllegalArgumentException beyond) {
            throw Tokens.at(literal.at(), beyond.getMessage());
        }
        if (literal.kind() == Kind.NUMBER) {
            if (value instanceof Text) {
                throw Tokens.at(
                        literal.at(),
                        "'" + literal.text() + "' is neither a number, a version nor a size");
            }
            if (value instanceof Quantity && literal.text().matches("0[0-9]+")) {
                throw Tokens.at(
                        literal.at(),
                        "a whole number has no zero before it, was '%s': to a broker it is octal"
                                .formatted(literal.text()));
            }
        }
        return value;
    }

    @Override
    public CapabilityValue element(Token literal) {
        return value(literal);
    }

    @Override
    public Expression negative(Expression value, int at) {
        return value instanceof Literal(Quantity(long number), String text, _)
                        && number != Long.MIN_VALUE
                ? new Literal(new Quantity(-number), "-" + text, at)
                : new Negative(number(value, at));
    }

    @Override
    public Expression arithmetic(char operator, Expression left, Expression right, int at) {
        return new Arithmetic(operator, number(left, at), number(right, at));
    }

    private static Expression number(Expression operand, int at) {
        return switch (operand) {
            case Name _, Negative _, Arithmetic _ -> operand;
            case Literal literal -> decimal(literal);
            case Condition _ -> throw Tokens.at(at, "a condition is no number");
        };
    }

    private static Literal decimal(Literal literal) {
        if (literal.value() instanceof Quantity || literal.value() instanceof Double) {
            return literal;
        }
        if (literal.value() instanceof Version
                && literal.text().indexOf('.') == literal.text().lastIndexOf('.')) {
            return new Literal(Double.valueOf(literal.text()), literal.text(), literal.at());
        }
        throw Tokens.at(
                literal.at(), "arithmetic is over numbers, was '%s'".formatted(literal.text()));
    }

    @Override
    public void checkOperand(Expression operand, boolean parenthesised, int from, int at) {
        boolean constant = operand instanceof Constant;
        if (parenthesised && !isCalculated(operand) || operand instanceof Condition && !constant) {
            throw Tokens.at(at, COMPARISON);
        }
        if (operand instanceof Constant(Boolean value, _) && value == null) {
            throw Tokens.at(from, "NULL is compared with nothing; write IS NULL or IS NOT NULL");
        }
    }

    @Override
    public Comparison comparison(Operator operator, Expression left, Expression right, int at) {
        if (operator.ordered()) {
            checkOrder(left);
            checkOrder(right);
        }
        boolean calculated = isCalculated(left) || isCalculated(right);
        Expression first = calculated ? number(left, at) : asLiteral(left);
        Expression second = calculated ? number(right, at) : asLiteral(right);
        return first instanceof Literal && second instanceof Name
                ? new Comparison(operator.mirrored(), second, first)
                : new Comparison(operator, first, second);
    }

    private static Expression asLiteral(Expression operand) {
        return operand instanceof Constant(Boolean value, int at)
                ? new Literal(new Truth(value), value.toString(), at)
                : operand;
    }

    private static boolean isCalculated(Expression operand) {
        return operand instanceof Arithmetic || operand instanceof Negative;
    }

    private static void checkOrder(Expression operand) {
        if (operand instanceof Constant(_, int at)) {
            throw unordered(at);
        }
        if (operand instanceof Literal literal
                && (literal.value() instanceof Text || literal.value() instanceof Truth)) {
            throw unordered(literal.at());
        }
    }

    private static NeedsException unordered(int at) {
        return Tokens.at(at, "only numbers, versions and sizes have an order");
    }

    /// A text that is written out matches or not, whatever the node. That is found out here, once:
    /// nothing joined by AND is true, nothing joined by OR is false.
    @Override
    public Condition like(Expression value, LikePattern pattern, int at) {
        return switch (value) {
            case Name name -> new Like(name, pattern);
            case Literal literal ->
                    pattern.matches(literal.text()) ? new All(List.of()) : new Any(List.of());
            case Negative _, Arithmetic _, Condition _ ->
                    throw Tokens.at(at, "LIKE is asked of a capability");
        };
    }

    @Override
    public Expression missing(Expression value, int at) {
        if (value instanceof Name) {
            return value;
        }
        throw Tokens.at(at, "IS NULL is asked of a capability");
    }

    @Override
    public void checkCondition(Constant constant) {
        if (constant.value() == null) {
            throw Tokens.at(constant.at(), "NULL is no condition; write IS NULL or IS NOT NULL");
        }
    }
}
