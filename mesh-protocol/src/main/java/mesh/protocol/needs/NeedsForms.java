package mesh.protocol.needs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.protocol.needs.Tokens.Token;

/// Turns the forms in which needs are written into the clauses of one conjunction.
final class NeedsForms {
    private static final int MOST_CLAUSES = Selector.MOST_CLAUSES;
    private static final Pattern CONDITION =
            Pattern.compile("\\s*(>=|<=|<>|!=|==|=|>|<)?\\s*(.*?)\\s*", Pattern.DOTALL);

    private NeedsForms() {}

    static List<String> clauses(JsonNode source) {
        if (source.isTextual()) {
            return split(source.textValue());
        }
        if (!source.isArray() && !source.isObject()) {
            throw new NeedsException(
                    "needs",
                    "needs are a list of flags, a map of conditions or a selector, was "
                            + source.getNodeType().toString().toLowerCase(java.util.Locale.ROOT));
        }
        if (source.size() > MOST_CLAUSES) {
            throw new NeedsException(
                    "needs",
                    "at most %d conditions, was %d".formatted(MOST_CLAUSES, source.size()));
        }
        return source.isArray() ? flags(source) : conditions(source);
    }

    private static List<String> flags(JsonNode list) {
        var clauses = new ArrayList<String>();
        for (int i = 0; i < list.size(); i++) {
            String field = "needs[" + i + "]";
            if (!list.get(i).isTextual()) {
                throw new NeedsException(
                        field,
                        "a list of needs has the names of capabilities, was " + brief(list.get(i)));
            }
            clauses.add(name(field, list.get(i).textValue()));
        }
        return clauses;
    }

    private static List<String> conditions(JsonNode map) {
        var clauses = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String field = "needs." + entry.getKey();
            String name = name(field, entry.getKey());
            JsonNode condition = entry.getValue();
            if (condition.isBoolean()) {
                clauses.add(condition.booleanValue() ? name : "NOT " + name);
            } else if (condition.isIntegralNumber() && condition.canConvertToLong()) {
                clauses.add(name + " = " + literal(condition.asText()));
            } else if (condition.isTextual()) {
                clauses.add(condition(field, name, condition.textValue()));
            } else if (condition.isArray() && !condition.isEmpty()) {
                clauses.add(oneOf(field, name, condition));
            } else if (condition.isFloatingPointNumber()) {
                throw new NeedsException(
                        field,
                        "a version or condition is written as a text, such as \">=3.11\" (as a number, 3.10 would be 3.1); was "
                                + condition);
            } else {
                throw new NeedsException(
                        field,
                        "a condition is a text such as \">=2\", a whole number, true or false, or a list of texts; was "
                                + brief(condition));
            }
        }
        return clauses;
    }

    private static String condition(String field, String name, String text) {
        Matcher condition = CONDITION.matcher(text);
        if (!condition.matches() || condition.group(2).isEmpty()) {
            throw new NeedsException(
                    field, "a condition has a value, such as \">=3.11\"; was \"" + text + "\"");
        }
        String operator = condition.group(1) == null ? "=" : condition.group(1);
        String value = condition.group(2);
        if (value.matches("[<>=!].*")) {
            throw new NeedsException(
                    field, "a condition begins with one of >= <= <> = > <; was \"" + text + "\"");
        }
        boolean ordered =
                operator.length() == 2
                                && operator.charAt(1) == '='
                                && operator.charAt(0) != '!'
                                && operator.charAt(0) != '='
                        || operator.equals("<")
                        || operator.equals(">");
        if (ordered && CapabilityValue.parse(value) instanceof CapabilityValue.Text) {
            throw new NeedsException(
                    field, "only numbers, versions and sizes have an order; was \"" + text + "\"");
        }
        return name
                + " "
                + switch (operator) {
                    case "==" -> "=";
                    case "!=" -> "<>";
                    default -> operator;
                }
                + " "
                + literal(value);
    }

    private static String oneOf(String field, String name, JsonNode values) {
        var literals = new ArrayList<String>();
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw new NeedsException(
                        field, "a list of values has texts or whole numbers, was " + brief(value));
            }
            literals.add(literal(value.asText()));
        }
        return name + " IN (" + String.join(", ", literals) + ")";
    }

    private static String literal(String value) {
        return switch (CapabilityValue.parse(value)) {
            case CapabilityValue.Quantity(long number) when number >= 0 -> Long.toString(number);
            case CapabilityValue.Version _ -> value;
            case CapabilityValue.Truth(boolean truth) -> truth ? "TRUE" : "FALSE";
            case CapabilityValue.Quantity _, CapabilityValue.Text _ ->
                    "'" + value.replace("'", "''") + "'";
        };
    }

    private static String name(String field, String raw) {
        try {
            return Capabilities.name(raw);
        } catch (IllegalArgumentException wrong) {
            throw new NeedsException(field, wrong.getMessage());
        }
    }

    /// Splits a selector at its top conjunctions, so that an unmet one can be named; checks the
    /// whole first.
    private static List<String> split(String text) {
        new Selector(text); // throws where it is no selector
        List<Token> tokens = Tokens.scan(text);
        var clauses = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        boolean between = false;
        for (Token token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            between |= token.is("BETWEEN");
            if (depth == 0 && token.is("OR")) {
                return List.of(text.strip());
            }
            if (depth == 0 && token.is("AND")) {
                if (!between) {
                    clauses.add(text.substring(from, token.at()).strip());
                    from = token.end();
                }
                between = false;
            }
        }
        clauses.add(text.substring(from).strip());
        return clauses;
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
