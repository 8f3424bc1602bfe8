package mesh.protocol.needs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mesh.protocol.JobType;

/// What a job needs of a node: a condition over capabilities in one of three forms with one
/// meaning. A list is a conjunction of flags, a map gives a condition each, a string is a JMS
/// selector. Immutable; ready for evaluation.
public final class Needs {
    /// Nothing is needed.
    public static final Needs NONE = new Needs(NullNode.getInstance(), List.of());

    private final JsonNode source;
    private final String json;
    private final List<Clause> clauses;
    private final Map<String, Long> lowerBounds;

    private Needs(JsonNode source, List<Clause> clauses) {
        this.source = source;
        this.json = source.toString();
        this.clauses = clauses;
        this.lowerBounds = lowerBounds(clauses);
    }

    private static Map<String, Long> lowerBounds(List<Clause> clauses) {
        var bounds = new HashMap<String, Long>();
        clauses.forEach(
                clause -> clause.lowerBounds().forEach((k, v) -> bounds.merge(k, v, Math::max)));
        return Map.copyOf(bounds);
    }

    /// Reads needs in any of their forms.
    ///
    /// @throws NeedsException naming the field and, in a selector, the character
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Needs of(JsonNode source) {
        if (source == null || source.isNull() || source.isContainerNode() && source.isEmpty()) {
            return NONE;
        }
        return new Needs(source, NeedsForms.clauses(source));
    }

    /// The needs as they were given.
    @JsonValue
    public JsonNode source() {
        return source;
    }

    /// The same as JSON text.
    public String json() {
        return json;
    }

    /// The needs as one selector; empty where nothing is needed.
    public String selector() {
        return clauses.stream().map(Clause::text).collect(Collectors.joining(" AND "));
    }

    /// Whether a node with these capabilities satisfies the needs. What is unknown does not.
    public boolean satisfiedBy(Capabilities capabilities) {
        for (Clause clause : clauses) {
            if (!Boolean.TRUE.equals(clause.evaluate(capabilities))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a node with these capabilities can run a job of this type that has these needs.
    public boolean satisfiedBy(Capabilities capabilities, JobType type) {
        return capabilities.get(type.capability()) != null && satisfiedBy(capabilities);
    }

    /// The conditions of the conjunction that these capabilities do not satisfy, as text.
    public List<String> unsatisfied(Capabilities capabilities) {
        return clauses.stream()
                .filter(clause -> !Boolean.TRUE.equals(clause.evaluate(capabilities)))
                .map(Clause::text)
                .toList();
    }

    /// The least whole numbers (`cap_…`) and versions (`ver_…`) that every node that satisfies
    /// these needs has.
    public Map<String, Long> lowerBounds() {
        return lowerBounds;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Needs needs && source.equals(needs.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return selector();
    }
}
