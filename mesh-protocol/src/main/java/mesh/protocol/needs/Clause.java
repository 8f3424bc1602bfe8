package mesh.protocol.needs;

import java.util.Map;
import java.util.TreeMap;
import mesh.protocol.needs.Expression.All;
import mesh.protocol.needs.Expression.Comparison;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.Literal;
import mesh.protocol.needs.Expression.Name;

/// One condition of a conjunction.
///
/// @param text as written
record Clause(String text, Condition condition) {

    /// True, false, or null for unknown.
    Boolean evaluate(Capabilities capabilities) {
        return ConditionEvaluation.evaluate(condition, capabilities);
    }

    /// What every node that satisfies the clause has at least, for the broker's filter; nothing of
    /// what stands within OR or NOT.
    Map<String, Long> lowerBounds() {
        var bounds = new TreeMap<String, Long>();
        collect(condition, bounds);
        return bounds;
    }

    private static void collect(Condition condition, Map<String, Long> bounds) {
        if (condition instanceof All(var conditions)) {
            conditions.forEach(each -> collect(each, bounds));
        } else if (condition
                        instanceof
                        Comparison(Operator operator, Name(String name, _), Literal literal)
                && (operator == Operator.EQUAL || operator == Operator.GREATER_OR_EQUAL)) {
            switch (literal.value()) {
                case CapabilityValue.Quantity(long least) ->
                        bounds.merge(Capabilities.QUANTITY_BOUND + name, least, Math::max);
                case CapabilityValue.Version least ->
                        bounds.merge(
                                Capabilities.VERSION_BOUND + name,
                                VersionBound.lower(least),
                                Math::max);
                default -> {}
            }
        }
    }
}
