package mesh.protocol.needs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the forms in which needs are written into the clauses of one conjunction. The bounds of a
/// selector hold for all of them together, whatever the form.
final class NeedsForms {
    private static final int MOST_CLAUSES = ConditionDialect.BOUNDS.clauses();
    private static final int MOST_CHARACTERS = ConditionDialect.BOUNDS.characters();
    private static final Pattern CONDITION =
            Pattern.compile("(>=|<=|<>|!=|==|=|>|<)?\\s*(.*)", Pattern.DOTALL);

    /// What no value begins with: it would be an operator that somebody knows from elsewhere, such
    /// as `~=`, `^` or `=>`, and is none here.
    private static final String OPERATOR_CHARACTERS = "<>=!~^&|≤≥≠";

    private NeedsForms() {}

    static List<Clause> clauses(JsonNode source) {
        if (source.isTextual()) {
            return new Parser(source.textValue(), ConditionDialect.INSTANCE).parse();
        }
        List<String> texts = texts(source);
        var clauses = new ArrayList<Clause>();
        int counted = 0;
        for (String text : texts) {
            var parser = new Parser(text, ConditionDialect.INSTANCE);
            clauses.addAll(parser.parse());
            counted += parser.clauses();
        }
        if (counted > MOST_CLAUSES) {
            throw new NeedsException(
                    "needs",
                    "at most %d clauses: conditions, and each value of a list after the first; was %d"
                            .formatted(MOST_CLAUSES, counted));
        }
        return clauses;
    }

    private static List<String> texts(JsonNode source) {
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
        int characters = characters(source);
        if (characters > MOST_CHARACTERS) {
            throw new NeedsException(
                    "needs",
                    "all names and values together have at most %d characters, was %d"
                            .formatted(MOST_CHARACTERS, characters));
        }
        return source.isArray() ? flags(source) : conditions(source);
    }

    /// As they were written, for so they are kept and sent.
    private static int characters(JsonNode source) {
        int characters = source.asText().length();
        for (JsonNode child : source) {
            characters += characters(child);
        }
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            characters += entry.getKey().length();
        }
        return characters;
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
            } else if (condition.isIntegralNumber()) {
                clauses.add(name + " = " + literal(field, condition.asText()));
            } else if (condition.isTextual()) {
                clauses.add(condition(field, name, condition.textValue()));
            } else if (condition.isArray() && !condition.isEmpty()) {
                clauses.add(oneOf(field, name, condition));
            } else if (condition.isFloatingPointNumber()) {
                throw new NeedsException(
                        field,
                        "a version or condition is written as a text, such as \">=3.11\" (as a number, 3.10 would be 3.1); was "
                                + brief(condition));
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
        Matcher condition = CONDITION.matcher(text.strip());
        if (!condition.matches() || condition.group(2).isEmpty()) {
            throw new NeedsException(
                    field,
                    "a condition has a value, such as \">=3.11\"; was \"" + brief(text) + "\"");
        }
        String operator = condition.group(1) == null ? "=" : condition.group(1);
        String value = condition.group(2);
        if (OPERATOR_CHARACTERS.indexOf(value.charAt(0)) >= 0) {
            throw new NeedsException(
                    field,
                    "a condition begins with one of the operators >= <= <> = > < or with its value, was \"%s\"; a text that begins so is asked for in a selector, as in \"%s = '%s'\""
                            .formatted(brief(text), name, brief(value)));
        }
        boolean ordered =
                operator.length() == 2
                                && operator.charAt(1) == '='
                                && operator.charAt(0) != '!'
                                && operator.charAt(0) != '='
                        || operator.equals("<")
                        || operator.equals(">");
        boolean hasOrder =
                switch (value(field, value)) {
                    case CapabilityValue.Quantity _, CapabilityValue.Version _ -> true;
                    case CapabilityValue.Truth _, CapabilityValue.Text _ -> false;
                };
        if (ordered && !hasOrder) {
            throw new NeedsException(
                    field,
                    "only numbers, versions and sizes have an order; was \"" + brief(text) + "\"");
        }
        return name
                + " "
                + switch (operator) {
                    case "==" -> "=";
                    case "!=" -> "<>";
                    default -> operator;
                }
                + " "
                + literal(field, value);
    }

    private static CapabilityValue value(String field, String text) {
        try {
            return CapabilityValue.parseExactly(text);
        } catch (IllegalArgumentException beyond) {
            throw new NeedsException(field, beyond.getMessage());
        }
    }

    private static String oneOf(String field, String name, JsonNode values) {
        if (values.size() > MOST_CLAUSES) {
            throw new NeedsException(
                    field, "at most %d values, was %d".formatted(MOST_CLAUSES, values.size()));
        }
        var literals = new ArrayList<String>();
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw new NeedsException(
                        field, "a list of values has texts or whole numbers, was " + brief(value));
            }
            String text = value.asText().strip();
            if (!text.isEmpty() && OPERATOR_CHARACTERS.indexOf(text.charAt(0)) >= 0) {
                throw new NeedsException(
                        field,
                        "a list of values has no operators, was \"%s\"; write a selector, such as \"%s >= 3.11\""
                                .formatted(brief(text), name));
            }
            literals.add(literal(field, value.asText()));
        }
        return name + " IN (" + String.join(", ", literals) + ")";
    }

    private static String literal(String field, String value) {
        return switch (value(field, value)) {
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

    private static String brief(JsonNode value) {
        return brief(value.toString());
    }

    private static String brief(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
