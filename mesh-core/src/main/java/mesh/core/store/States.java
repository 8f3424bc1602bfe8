package mesh.core.store;

import java.util.Optional;
import mesh.core.job.StateName;

/// The numbers by which the tables know the states.
final class States {
    /// In the column `ended` of a job that has not.
    static final int OPEN = 0;

    private static final StateName[] BY_NUMBER = {
        StateName.QUEUED,
        StateName.ASSIGNED,
        StateName.RUNNING,
        StateName.SUCCEEDED,
        StateName.FAILED,
        StateName.EXPIRED,
        StateName.CANCELLED
    };

    private States() {}

    static int number(StateName state) {
        return switch (state) {
            case QUEUED -> 0;
            case ASSIGNED -> 1;
            case RUNNING -> 2;
            case SUCCEEDED -> 3;
            case FAILED -> 4;
            case EXPIRED -> 5;
            case CANCELLED -> 6;
        };
    }

    /// @throws StoreException where there is no such state
    static StateName of(int number) {
        return find(number)
                .orElseThrow(
                        () ->
                                new StoreException(
                                        "the store holds a job in a state " + number, null));
    }

    static Optional<StateName> find(int number) {
        return number < 0 || number >= BY_NUMBER.length
                ? Optional.empty()
                : Optional.of(BY_NUMBER[number]);
    }

    /// What is in the column `ended` of a job in this state.
    static int ended(StateName state) {
        return state.terminal() ? number(state) : OPEN;
    }
}
