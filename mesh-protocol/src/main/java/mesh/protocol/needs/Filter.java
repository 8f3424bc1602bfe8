package mesh.protocol.needs;

import java.util.List;
import java.util.Map;
import mesh.protocol.needs.Expression.All;
import mesh.protocol.needs.Expression.Condition;

/// A broker's filter over a message's properties, with the result that the broker would come to:
/// for the in-memory twin. Immutable; safe for use by many threads.
public final class Filter {
    private final Condition condition;

    private Filter(Condition condition) {
        this.condition = condition;
    }

    /// @throws IllegalArgumentException when it is no selector, pointing at the character that is
    ///     wrong
    public static Filter parse(String selector) {
        try {
            List<Clause> clauses = new Parser(selector, FilterDialect.INSTANCE).parse();
            return new Filter(new All(clauses.stream().map(Clause::condition).toList()));
        } catch (NeedsException wrong) {
            throw new IllegalArgumentException(
                    "not a selector: " + selector + ": " + wrong.getMessage(), wrong);
        }
    }

    /// Whether a message with these properties passes. One of which the condition is unknown, or
    /// cannot be evaluated, does not.
    public boolean matches(Map<String, Object> properties) {
        return FilterEvaluation.matches(condition, properties);
    }
}
