package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;
import mesh.protocol.needs.NeedsException;

/// The fields of one JSON object, each read by its own rule. A number is no text and a text no
/// number; null is the same as absent.
final class Fields {
    private final ObjectNode object;
    private final String prefix;
    private final FieldErrors errors;

    private Fields(ObjectNode object, String prefix, FieldErrors errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /// @param path where the object stands, such as `[17]`; empty for the whole body
    static Fields of(JsonNode tree, String path, FieldErrors errors) {
        if (tree instanceof ObjectNode object) {
            return new Fields(object, path.isEmpty() ? "" : path + ".", errors);
        }
        errors.add(path.isEmpty() ? "body" : path, "must be a JSON object, was " + kind(tree));
        return null;
    }

    /// Refuses what is not in the list: a mistyped name would be silently ignored.
    void allow(Set<String> names) {
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!names.contains(name)) {
                                String all = String.join(", ", names.stream().sorted().toList());
                                wrong(brief(name), "there is no such field; the fields are " + all);
                            }
                        });
    }

    JobType type() {
        if (absent("type")) {
            wrong("type", "is missing; it names the handler that does the work, such as echo");
            return null;
        }
        return text("type", JobType::new);
    }

    /// @param reading {@link Needs#of}, or what remembers it
    Needs needs(Function<JsonNode, Needs> reading) {
        try {
            return reading.apply(object.get("needs"));
        } catch (NeedsException unreadable) {
            wrong(unreadable.field(), unreadable.getMessage());
            return null;
        }
    }

    /// @param otherwise what it is where it is absent
    int whole(String name, int least, int most, int otherwise) {
        if (absent(name)) {
            return otherwise;
        }
        JsonNode value = object.get(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            wrong(
                    name,
                    "must be a whole number from %d to %d, was %s"
                            .formatted(least, most, shown(value)));
            return otherwise;
        }
        return value.intValue();
    }

    /// A text as something else; null where it is absent or wrong.
    ///
    /// @param reading throws IllegalArgumentException saying what is wrong
    <T> T text(String name, Function<String, T> reading) {
        if (absent(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.isTextual()) {
            wrong(name, "must be a text, was " + shown(value));
            return null;
        }
        return checked(name, () -> reading.apply(value.textValue()));
    }

    /// Any value; null where it is absent or wrong.
    <T> T value(String name, Function<JsonNode, T> reading) {
        return absent(name) ? null : checked(name, () -> reading.apply(object.get(name)));
    }

    boolean absent(String name) {
        return !object.hasNonNull(name);
    }

    void wrong(String name, String message) {
        errors.add(prefix + name, message);
    }

    private <T> T checked(String name, java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            wrong(name, wrong.getMessage());
            return null;
        }
    }

    /// A name as part of a path.
    private static String brief(String name) {
        String quoted = Texts.brief(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode() ? kind(value) : Texts.brief(value.toString());
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case NUMBER -> "a number";
            case STRING, BINARY -> "a text";
            case BOOLEAN, NULL, MISSING -> value.getNodeType().toString().toLowerCase(Locale.ROOT);
        };
    }
}
