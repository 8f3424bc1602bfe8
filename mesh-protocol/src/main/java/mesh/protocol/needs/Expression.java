package mesh.protocol.needs;

import java.util.List;

/// A parsed selector: an immutable tree. What its values are is the {@link Dialect}'s choice; its
/// meaning is given by {@link ConditionEvaluation} and {@link FilterEvaluation}.
sealed interface Expression {

    /// A capability, or a property of a message.
    ///
    /// @param at where it stands in the selector, from 0
    record Name(String name, int at) implements Expression {}

    /// A number or a text.
    ///
    /// @param text as written, without quotes
    record Literal(Object value, String text, int at) implements Expression {}

    record Negative(Expression value) implements Expression {}

    /// @param operator one of `+ - * / %`
    record Arithmetic(char operator, Expression left, Expression right) implements Expression {}

    /// What is true, false or unknown.
    sealed interface Condition extends Expression {}

    /// A name that stands alone.
    record Flag(String name) implements Condition {}

    /// `TRUE`, `FALSE`, or null for `NULL`.
    record Constant(Boolean value, int at) implements Condition {}

    record Comparison(Operator operator, Expression left, Expression right) implements Condition {}

    /// Whether a name's value is one of these.
    record In(Name value, List<Object> values) implements Condition {
        public In {
            values = List.copyOf(values);
        }
    }

    record Like(Expression value, LikePattern pattern) implements Condition {}

    record IsNull(Expression value) implements Condition {}

    record Not(Condition condition) implements Condition {}

    /// A conjunction.
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /// A disjunction.
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }
}
