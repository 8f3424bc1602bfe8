package mesh.protocol.needs;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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

/// What a filter says of a message's properties, as the broker's library of version 2.56 says it,
/// with all that is odd about that: two properties that are both missing are equal, a value is
/// unequal to a missing one but not the other way round, and what is unlike is unequal.
final class FilterEvaluation {

    /// Arithmetic with what is no number ends the evaluation; such a message does not pass.
    private static final class CannotBeEvaluated extends RuntimeException {
        private static final long serialVersionUID = 1;

        private CannotBeEvaluated() {
            super("cannot be evaluated", null, false, false);
        }
    }

    private FilterEvaluation() {}

    static boolean matches(Condition condition, Map<String, Object> properties) {
        try {
            return passes(condition, properties);
        } catch (CannotBeEvaluated doesNotPass) {
            return false;
        }
    }

    /// As the library does it: what AND and OR join at the top passes or not by itself, and what
    /// comes after one that decides is not looked at.
    private static boolean passes(Condition condition, Map<String, Object> properties) {
        return switch (condition) {
            case All(List<Condition> conditions) -> !isAny(conditions, properties, false);
            case Any(List<Condition> conditions) -> isAny(conditions, properties, true);
            default -> Boolean.TRUE.equals(evaluate(condition, properties));
        };
    }

    private static boolean isAny(
            List<Condition> conditions, Map<String, Object> properties, boolean passing) {
        for (Condition condition : conditions) {
            if (passes(condition, properties) == passing) {
                return true;
            }
        }
        return false;
    }

    private static Boolean evaluate(Condition condition, Map<String, Object> properties) {
        return switch (condition) {
            case Comparison(Operator operator, Expression left, Expression right) -> {
                Object first = value(left, properties);
                yield first == null && operator.ordered()
                        ? null
                        : compare(operator, first, value(right, properties));
            }
            case Flag(String name) ->
                    properties.get(name) == null
                            ? null
                            : (Boolean) Boolean.TRUE.equals(properties.get(name));
            case Constant(Boolean value, _) -> value;
            case In(Name(String name, _), List<Object> values) ->
                    properties.get(name) instanceof String text
                            ? (Boolean) values.contains(text)
                            : null;
            case Like(Expression value, LikePattern pattern) ->
                    like(value(value, properties), pattern);
            case IsNull(Expression value) -> value(value, properties) == null;
            case Not(Condition denied) -> not(evaluate(denied, properties));
            case All(List<Condition> conditions) -> join(conditions, properties, false);
            case Any(List<Condition> conditions) -> join(conditions, properties, true);
        };
    }

    private static Boolean not(Boolean value) {
        return value == null ? null : (Boolean) !value;
    }

    private static Boolean join(
            List<Condition> conditions, Map<String, Object> properties, boolean decisive) {
        boolean unknown = false;
        for (Condition condition : conditions) {
            Boolean value = evaluate(condition, properties);
            if (value == null) {
                unknown = true;
            } else if (value == decisive) {
                return decisive;
            }
        }
        return unknown ? null : (Boolean) !decisive;
    }

    private static Boolean like(Object value, LikePattern pattern) {
        return value == null
                ? null
                : (Boolean) (value instanceof String text && pattern.matches(text));
    }

    private static Object value(Expression operand, Map<String, Object> properties) {
        return switch (operand) {
            case Name(String name, _) -> properties.get(name);
            case Literal(Object value, _, _) -> value;
            case Negative(Expression value) -> negative(value(value, properties));
            case Arithmetic(char operator, Expression left, Expression right) -> {
                Object first = value(left, properties);
                Object second = first == null ? null : value(right, properties);
                yield second == null ? null : calculate(operator, first, second);
            }
            case Condition condition -> evaluate(condition, properties);
        };
    }

    private static Object negative(Object value) {
        return switch (value) {
            case Integer number -> -number;
            case Long number -> -number;
            case Float number -> -number;
            case Double number -> -number;
            case BigDecimal number ->
                    number.negate().equals(BigDecimal.valueOf(Long.MIN_VALUE))
                            ? (Object) Long.MIN_VALUE
                            : number.negate();
            case Number _ -> throw new CannotBeEvaluated();
            case null, default -> null;
        };
    }

    private static Object calculate(char operator, Object left, Object right) {
        if (operator == '+' && left instanceof String text) {
            return text + right;
        }
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            throw new CannotBeEvaluated();
        }
        return switch (operator) {
            case '/' -> a.doubleValue() / b.doubleValue();
            case '%' -> a.doubleValue() % b.doubleValue();
            default -> calculate(operator, a, b);
        };
    }

    private static Number calculate(char operator, Number a, Number b) {
        if (isDecimal(a) || isDecimal(b)) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return operator == '+' ? x + y : operator == '-' ? x - y : x * y;
        }
        long x = a.longValue();
        long y = b.longValue();
        if (a instanceof Long || b instanceof Long) {
            return operator == '+' ? x + y : operator == '-' ? x - y : x * y;
        }
        return (int) (operator == '+' ? x + y : operator == '-' ? x - y : x * y);
    }

    private static boolean isDecimal(Number number) {
        return number instanceof Float || number instanceof Double;
    }

    private static Boolean compare(Operator operator, Object left, Object right) {
        if (operator == Operator.NOT_EQUAL) {
            return not(compare(Operator.EQUAL, left, right));
        }
        if (operator == Operator.EQUAL && left == null && right == null) {
            return true;
        }
        if (left == null || right == null) {
            return operator == Operator.EQUAL && left != null ? false : null;
        }
        if (operator.ordered() && !(left instanceof Comparable && right instanceof Comparable)) {
            throw new CannotBeEvaluated();
        }
        Integer order = order(left, right);
        return order != null && operator.holds(order);
    }

    /// The order of two values in the wider of their types, or null where the library knows none.
    private static Integer order(Object left, Object right) {
        if (left.getClass() == right.getClass()) {
            return same(left, right);
        }
        if (!(left instanceof Number a) || !(right instanceof Number b) || !widens(a, b)) {
            return null;
        }
        if (a instanceof Double || b instanceof Double) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a instanceof Float || b instanceof Float
                ? Float.compare(a.floatValue(), b.floatValue())
                : Long.compare(a.longValue(), b.longValue());
    }

    private static Integer same(Object left, Object right) {
        if (left instanceof Comparable<?>) {
            @SuppressWarnings("unchecked")
            int order = ((Comparable<Object>) left).compareTo(right);
            return order;
        }
        return left.equals(right) ? 0 : null;
    }

    /// A byte or a short on the right is widened by nothing but itself.
    private static boolean widens(Number left, Number right) {
        int from = width(left);
        int to = width(right);
        return from >= 0 && to >= 0 && (to >= 2 || to > from);
    }

    private static int width(Number number) {
        return switch (number) {
            case Byte _ -> 0;
            case Short _ -> 1;
            case Integer _ -> 2;
            case Long _ -> 3;
            case Float _ -> 4;
            case Double _ -> 5;
            default -> -1;
        };
    }
}
