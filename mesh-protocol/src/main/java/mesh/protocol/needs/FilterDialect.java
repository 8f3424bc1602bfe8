package mesh.protocol.needs;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import mesh.protocol.needs.Expression.Arithmetic;
import mesh.protocol.needs.Expression.Comparison;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.Constant;
import mesh.protocol.needs.Expression.Like;
import mesh.protocol.needs.Expression.Literal;
import mesh.protocol.needs.Expression.Negative;
import mesh.protocol.needs.Tokens.Kind;
import mesh.protocol.needs.Tokens.Token;

/// Filters over the properties of messages, as the broker's library reads them, without its
/// comments, prefixes and XPath. A literal is an {@link Integer}, {@link Long}, {@link Double},
/// {@link BigDecimal} or {@link String}.
final class FilterDialect implements Dialect {
    static final FilterDialect INSTANCE = new FilterDialect();
    static final Bounds BOUNDS = new Bounds(1 << 20, 2_048, 64, 64, 4_096);
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]*[lL]?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
    private static final Pattern OCTAL = Pattern.compile("0[0-7]*");
    private static final Pattern FLOATING =
            Pattern.compile(
                    "[0-9]+\\.[0-9]*(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?"
                            + "|[0-9]+[eE][+-]?[0-9]+");

    private FilterDialect() {}

    @Override
    public Bounds bounds() {
        return BOUNDS;
    }

    @Override
    public boolean notDeniesComparisons() {
        return false;
    }

    @Override
    public boolean isName(char c) {
        return c == '$';
    }

    @Override
    public boolean hasDecimals() {
        return true;
    }

    @Override
    public Object value(Token literal) {
        String text = literal.text();
        if (literal.kind() == Kind.TEXT) {
            return text;
        }
        try {
            if (DECIMAL.matcher(text).matches()) {
                return decimal(text.replaceFirst("[lL]$", ""));
            }
            if (HEXADECIMAL.matcher(text).matches()) {
                return narrowed(Long.parseLong(text.substring(2), 16));
            }
            if (OCTAL.matcher(text).matches()) {
                return narrowed(Long.parseLong(text, 8));
            }
            if (FLOATING.matcher(text).matches()) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException beyondALong) {
            throw Tokens.at(literal.at(), "'" + text + "' is beyond a number of 64 bits");
        }
        throw Tokens.at(literal.at(), "'" + text + "' is no number");
    }

    /// The library takes the low bits of what is beyond a long for an int where they look like one.
    private static Number decimal(String text) {
        try {
            return narrowed(Long.parseLong(text));
        } catch (NumberFormatException beyondALong) {
            var number = new BigDecimal(text);
            long low = number.longValue();
            return low == (int) low ? (Number) (int) low : number;
        }
    }

    private static Number narrowed(long number) {
        return number == (int) number ? (Number) (int) number : (Number) number;
    }

    @Override
    public Object element(Token literal) {
        if (literal.kind() != Kind.TEXT) {
            throw Tokens.at(literal.at(), "a list after IN has texts");
        }
        return literal.text();
    }

    @Override
    public Expression negative(Expression value, int at) {
        return new Negative(value);
    }

    @Override
    public Expression arithmetic(char operator, Expression left, Expression right, int at) {
        return new Arithmetic(operator, left, right);
    }

    @Override
    public void checkOperand(Expression operand, boolean parenthesised, int from, int at) {
        // The broker compares whatever there is.
    }

    @Override
    public Comparison comparison(Operator operator, Expression left, Expression right, int at) {
        if (operator.ordered()) {
            checkOrder(left, at);
            checkOrder(right, at);
        } else if (isNull(left)
                || isNull(right)
                || left instanceof Constant && right instanceof Literal) {
            throw Tokens.at(at, "these cannot be compared");
        }
        return new Comparison(operator, left, right);
    }

    private static void checkOrder(Expression operand, int at) {
        if (operand instanceof Condition
                || operand instanceof Literal literal && !(literal.value() instanceof Number)) {
            throw Tokens.at(at, "only numbers have an order");
        }
    }

    private static boolean isNull(Expression operand) {
        return operand instanceof Constant(Boolean value, _) && value == null;
    }

    @Override
    public Condition like(Expression value, LikePattern pattern, int at) {
        return new Like(value, pattern);
    }

    @Override
    public Expression missing(Expression value, int at) {
        return value;
    }

    @Override
    public void checkCondition(Constant constant) {
        // NULL is unknown to the broker.
    }
}
