package mesh.core.job;

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

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// As JSON writes and reads it.
    @Override
    public String toString() {
        return wireName();
    }

    /// @throws IllegalArgumentException naming what there is
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
