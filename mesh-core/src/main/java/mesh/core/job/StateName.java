package mesh.core.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The states of a job by the names that clients see.
public enum StateName {
    QUEUED,
    ASSIGNED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    EXPIRED,
    CANCELLED;

    public boolean terminal() {
        return compareTo(SUCCEEDED) >= 0;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming what there is
    @JsonCreator
    public static StateName of(String wireName) {
        for (StateName state : values()) {
            if (state.wireName().equals(wireName)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "a state is one of queued, assigned, running, succeeded, failed, expired, cancelled;"
                        + " was '"
                        + wireName
                        + "'");
    }
}
