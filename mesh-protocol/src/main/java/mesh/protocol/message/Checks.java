package mesh.protocol.message;

import java.util.Objects;

/// What every message checks of itself, said the same way each time.
final class Checks {
    private Checks() {}

    static void present(String field, Object value) {
        if (Objects.isNull(value)) {
            throw new IllegalArgumentException("`" + field + "` is missing");
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "`" + field + "` must be at least " + least + ", was " + value);
        }
    }
}
