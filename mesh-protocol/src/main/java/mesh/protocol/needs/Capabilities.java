package mesh.protocol.needs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a node can do: names and the text of their values, in the order of the names. A flag's
/// value is `true`.
///
/// A name is an identifier of a selector: a letter or underscore, then letters, digits or
/// underscores, 64 at most; dashes and dots are turned into underscores. At most 256 of them, with
/// values of at most 256 characters.
public final class Capabilities {
    public static final Capabilities NONE = new Capabilities(Map.of());
    public static final int MOST = 256;
    public static final int MOST_CHARACTERS = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final String TYPE = "type_";
    static final String QUANTITY_BOUND = "cap_";
    static final String VERSION_BOUND = "ver_";

    private final SortedMap<String, String> texts = new TreeMap<>();
    private final Map<String, CapabilityValue> values = new HashMap<>();

    /// Null until somebody asks.
    private volatile String json;

    /// @throws IllegalArgumentException naming the capability that breaks a bound
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Capabilities(Map<String, String> capabilities) {
        if (capabilities.size() > MOST) {
            throw new IllegalArgumentException(
                    "a node has at most " + MOST + " capabilities, was " + capabilities.size());
        }
        capabilities.forEach(
                (rawName, text) -> {
                    String name = name(rawName);
                    if (text == null || text.length() > MOST_CHARACTERS) {
                        throw new IllegalArgumentException(
                                "the value of capability '%s' has at most %d characters"
                                        .formatted(name, MOST_CHARACTERS));
                    }
                    texts.put(name, text);
                    values.put(name, CapabilityValue.parse(text));
                });
    }

    /// Reads what a command line says: `gpu=2`, or `gpu` for a flag. A value that is written as a
    /// number and is beyond what can be compared is refused here. From anywhere else, such as a
    /// program's version that was detected or an older node's heartbeat, it is a text.
    ///
    /// @throws IllegalArgumentException naming the one that cannot be read
    public static Capabilities parse(Collection<String> assignments) {
        var capabilities = new TreeMap<String, String>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name = equals < 0 ? assignment : assignment.substring(0, equals).strip();
            String value = equals < 0 ? "true" : assignment.substring(equals + 1).strip();
            try {
                CapabilityValue.parseExactly(value);
            } catch (IllegalArgumentException beyond) {
                throw new IllegalArgumentException(
                        "the value of capability '%s': %s".formatted(name, beyond.getMessage()),
                        beyond);
            }
            String other = capabilities.put(name(name), value);
            if (other != null && !other.equals(value)) {
                throw new IllegalArgumentException(
                        "capability '%s' is given twice, as '%s' and as '%s'"
                                .formatted(name, other, value));
            }
        }
        return new Capabilities(capabilities);
    }

    /// The name as a selector's identifier.
    ///
    /// @throws IllegalArgumentException when it cannot be made one
    static String name(String raw) {
        String name = raw.replace('-', '_').replace('.', '_');
        if (!NAME.matcher(name).matches() || Tokens.isKeyword(name)) {
            throw new IllegalArgumentException(
                    "a capability's name is a letter, then letters, digits or underscores, 64 at most, and no word of"
                            + " the selector language, was '"
                            + raw
                            + "'");
        }
        return name;
    }

    /// These and those; where both have a name, those hold.
    public Capabilities with(Capabilities those) {
        var all = new TreeMap<>(texts);
        all.putAll(those.texts);
        return new Capabilities(all);
    }

    @JsonValue
    public Map<String, String> asMap() {
        return java.util.Collections.unmodifiableSortedMap(texts);
    }

    /// As an object of JSON.
    public String json() {
        String known = json;
        if (known == null) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            texts.forEach(node::put);
            known = node.toString();
            json = known;
        }
        return known;
    }

    /// The names of the type capabilities, such as `type_echo`.
    public List<String> types() {
        return texts.keySet().stream().filter(name -> name.startsWith(TYPE)).toList();
    }

    /// The value under a name, or null.
    CapabilityValue get(String name) {
        return values.get(name);
    }

    /// The text under a name, or null.
    String text(String name) {
        return texts.get(name);
    }

    /// The values as a broker's filter compares them: longs, booleans, texts. Types are left out;
    /// they have a property of their own.
    public Map<String, Object> filterable() {
        var filterable = new TreeMap<String, Object>();
        values.forEach(
                (name, value) -> {
                    if (!name.startsWith(TYPE)) {
                        filterable.put(name, filterable(value));
                    }
                });
        return filterable;
    }

    /// The most that a job may ask for in each bound that {@link Needs#lowerBounds} can name.
    public Map<String, Long> upperBounds() {
        var bounds = new TreeMap<String, Long>();
        values.forEach(
                (name, value) -> {
                    switch (value) {
                        case CapabilityValue.Quantity(long number) ->
                                bounds.put(QUANTITY_BOUND + name, number);
                        case CapabilityValue.Version version -> {
                            bounds.put(QUANTITY_BOUND + name, version.part(0));
                            bounds.put(VERSION_BOUND + name, VersionBound.upper(version));
                        }
                        case CapabilityValue.Truth _, CapabilityValue.Text _ -> {}
                    }
                });
        return bounds;
    }

    private static Object filterable(CapabilityValue value) {
        return switch (value) {
            case CapabilityValue.Quantity(long number) -> number;
            case CapabilityValue.Version version -> VersionBound.upper(version);
            case CapabilityValue.Truth(boolean truth) -> truth;
            case CapabilityValue.Text(String text) -> text;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Capabilities capabilities && texts.equals(capabilities.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
