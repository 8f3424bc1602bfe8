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
import mesh.protocol.needs.Expression.Flag;
import mesh.protocol.needs.Expression.In;
import mesh.protocol.needs.Expression.IsNull;
import mesh.protocol.needs.Expression.Like;
import mesh.protocol.needs.Expression.Literal;
import mesh.protocol.needs.Expression.Name;
import mesh.protocol.needs.Expression.Negative;
import mesh.protocol.needs.Expression.Not;

/// What a condition says of a node's capabilities: true, false, or null for unknown.
///
/// Numbers, sizes and versions compare with each other; truths with truths and texts with texts, as
/// equal or not. All else is unlike: a comparison of what is unlike is unknown, as is one with a
/// capability that the node does not declare. So is arithmetic that overflows or divides by zero.
final class ConditionEvaluation {
    /// Added to a result that may be the negative zero, which is less than zero to a comparison.
    private static final double POSITIVE_ZERO = 0.0;

    private ConditionEvaluation() {}

    static Boolean evaluate(Condition condition, Capabilities capabilities) {
        return switch (condition) {
            case Comparison(Operator operator, Expression left, Expression right) ->
                    compare(operator, value(left, capabilities), value(right, capabilities));
            case Flag(String name) -> flag(capabilities.get(name));
            case Constant(Boolean value, _) -> value;
            case In(Name(String name, _), List<Object> values) ->
                    isAny(capabilities.get(name), values);
            case Like(Expression value, LikePattern pattern) ->
                    like(text(value, capabilities), pattern);
            case IsNull(Expression value) -> value(value, capabilities) == null;
            case Not(Condition denied) -> not(evaluate(denied, capabilities));
            case All(List<Condition> conditions) -> join(conditions, capabilities, false);
            case Any(List<Condition> conditions) -> join(conditions, capabilities, true);
        };
    }

    private static Boolean not(Boolean value) {
        return value == null ? null : (Boolean) !value;
    }

    /// Three-valued AND and OR.
    ///
    /// @param decisive what one of them must be to decide: false for AND, true for OR
    private static Boolean join(
            List<Condition> conditions, Capabilities capabilities, boolean decisive) {
        boolean unknown = false;
        for (Condition condition : conditions) {
            Boolean value = evaluate(condition, capabilities);
            if (value == null) {
                unknown = true;
            } else if (value == decisive) {
                return decisive;
            }
        }
        return unknown ? null : (Boolean) !decisive;
    }

    private static Boolean flag(CapabilityValue value) {
        return switch (value) {
            case null -> null;
            case Truth(boolean truth) -> truth;
            case Quantity(long number) -> number != 0;
            case Version _, Text _ -> true;
        };
    }

    private static Boolean isAny(CapabilityValue value, List<Object> values) {
        boolean unknown = false;
        for (Object each : values) {
            Boolean equal = compare(Operator.EQUAL, value, each);
            if (Boolean.TRUE.equals(equal)) {
                return true;
            }
            unknown |= equal == null;
        }
        return unknown ? null : Boolean.FALSE;
    }

    private static Boolean like(String text, LikePattern pattern) {
        return text == null ? null : (Boolean) pattern.matches(text);
    }

    /// What a pattern is held against: a text, or a version as it is written.
    private static String text(Expression value, Capabilities capabilities) {
        return switch (value(value, capabilities)) {
            case Text(String text) -> text;
            case Version _ when value instanceof Name(String name, _) -> capabilities.text(name);
            case null, default -> null;
        };
    }

    /// A {@link CapabilityValue}, the {@link Long} or {@link Double} of a calculation, or null.
    private static Object value(Expression operand, Capabilities capabilities) {
        return switch (operand) {
            case Name(String name, _) -> capabilities.get(name);
            case Literal(Object value, _, _) -> value;
            case Negative(Expression value) ->
                    calculate('-', 0L, number(value(value, capabilities)));
            case Arithmetic(char operator, Expression left, Expression right) ->
                    calculate(
                            operator,
                            number(value(left, capabilities)),
                            number(value(right, capabilities)));
            case Condition _ -> throw new IllegalStateException("a condition is no operand");
        };
    }

    private static Number number(Object value) {
        return switch (value) {
            case Quantity(long number) -> number;
            case Number number -> number;
            case null, default -> null;
        };
    }

    private static Number calculate(char operator, Number left, Number right) {
        if (left == null || right == null) {
            return null;
        }
        try {
            if (left instanceof Long a && right instanceof Long b) {
                switch (operator) {
                    case '+':
                        return Math.addExact(a, b);
                    case '-':
                        return Math.subtractExact(a, b);
                    case '*':
                        return Math.multiplyExact(a, b);
                    default:
                        break;
                }
            }
        } catch (ArithmeticException beyondALong) {
            return null;
        }
        double a = left.doubleValue();
        double b = right.doubleValue();
        double result =
                switch (operator) {
                    case '+' -> a + b;
                    case '-' -> a - b;
                    case '*' -> a * b;
                    case '/' -> a / b;
                    default -> a % b;
                };
        return Double.isFinite(result) ? (Number) (result + POSITIVE_ZERO) : null;
    }

    private static Boolean compare(Operator operator, Object left, Object right) {
        return switch (left) {
            case null -> null;
            case Quantity(long a) when right instanceof Quantity(long b) ->
                    operator.holds(Long.compare(a, b));
            case Version a when right instanceof Version b -> operator.holds(a.compareTo(b));
            case Text(String a) when right instanceof Text(String b) -> same(operator, a.equals(b));
            case Truth(boolean a) when right instanceof Truth(boolean b) -> same(operator, a == b);
            case Quantity a when right instanceof Version b -> versions(operator, a, b);
            case Version a when right instanceof Quantity b -> versions(operator, a, b);
            case Object a when a instanceof Number || right instanceof Number ->
                    numbers(operator, number(a), number(right));
            default -> null;
        };
    }

    private static Boolean same(Operator operator, boolean equal) {
        return operator.ordered() ? null : (Boolean) operator.holds(equal ? 0 : 1);
    }

    private static Boolean versions(Operator operator, CapabilityValue a, CapabilityValue b) {
        Version left = CapabilityValue.asVersion(a);
        Version right = CapabilityValue.asVersion(b);
        return left == null || right == null
                ? null
                : (Boolean) operator.holds(left.compareTo(right));
    }

    private static Boolean numbers(Operator operator, Number left, Number right) {
        if (left == null || right == null) {
            return null;
        }
        return operator.holds(
                left instanceof Long a && right instanceof Long b
                        ? Long.compare(a, b)
                        : Double.compare(left.doubleValue(), right.doubleValue()));
    }
}
