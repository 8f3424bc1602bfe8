package mesh.protocol.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;

/// The values of an enum and how they are written, both ways, as their annotations say.
final class Words<E extends Enum<E>> {
    static final Words<Settlement.Outcome> OUTCOMES = new Words<>(Settlement.Outcome.class);
    static final Words<Progress.Kind> KINDS = new Words<>(Progress.Kind.class);

    private final Map<E, String> words;
    private final Map<String, E> values = new HashMap<>();

    private Words(Class<E> type) {
        words = new EnumMap<>(type);
        try {
            for (E value : type.getEnumConstants()) {
                String word = type.getField(value.name()).getAnnotation(JsonProperty.class).value();
                words.put(value, word);
                values.put(word, value);
            }
        } catch (NoSuchFieldException everyConstantIsAField) {
            throw new IllegalStateException(everyConstantIsAField);
        }
    }

    String of(E value) {
        return words.get(value);
    }

    /// The value that is written so; null where none is.
    E read(String word) {
        return values.get(word);
    }
}
