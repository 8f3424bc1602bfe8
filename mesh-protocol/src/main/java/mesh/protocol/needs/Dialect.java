package mesh.protocol.needs;

import mesh.protocol.needs.Expression.Comparison;
import mesh.protocol.needs.Expression.Condition;
import mesh.protocol.needs.Expression.Constant;
import mesh.protocol.needs.Tokens.Token;

/// What the one grammar of selectors is spoken about: the capabilities of a node
/// ({@link ConditionDialect}) or the properties of a message ({@link FilterDialect}). A dialect
/// says what a literal means, which operands go together, and how large a selector may be.
///
/// Its methods throw a {@link NeedsException} that points at the character that is wrong.
sealed interface Dialect permits ConditionDialect, FilterDialect {

    /// The bounds of one selector. Evaluation walks once over its tree: the depth of that, which
    /// bounds the stack, is at most that of parentheses and the clauses together; its time is at
    /// most the length of the selector times that of the values.
    ///
    /// @param characters its length
    /// @param clauses comparisons, flags, each value of a list after the first, and operators of
    ///     arithmetic
    /// @param depth parentheses, NOTs and signs within each other
    /// @param patterns how many LIKEs
    /// @param patternCharacters the length of each pattern
    record Bounds(int characters, int clauses, int depth, int patterns, int patternCharacters) {}

    Bounds bounds();

    /// Whether `NOT a = 1` denies the comparison, as in SQL, or the flag `a`, as in the broker.
    boolean notDeniesComparisons();

    /// Whether a name may have this character, beside letters, digits and underscores.
    boolean isName(char c);

    /// Whether a number may begin with a dot or have an exponent with a sign.
    boolean hasDecimals();

    /// The value of a number or text.
    Object value(Token literal);

    /// The value of a number or text in a list after IN.
    Object element(Token literal);

    Expression negative(Expression value, int at);

    Expression arithmetic(char operator, Expression left, Expression right, int at);

    /// Checks one side of a comparison.
    ///
    /// @param parenthesised whether it stands in parentheses of its own
    /// @param from where it begins
    /// @param at where to point when it may not be compared
    void checkOperand(Expression operand, boolean parenthesised, int from, int at);

    Comparison comparison(Operator operator, Expression left, Expression right, int at);

    Condition like(Expression value, LikePattern pattern, int at);

    /// What `IS NULL` is asked of.
    Expression missing(Expression value, int at);

    /// Checks a constant that stands where a condition does.
    void checkCondition(Constant constant);
}
