package mesh.core.http;

import java.util.ArrayList;
import java.util.List;
import mesh.core.http.Problem.FieldError;

/// What is wrong with a body, gathered so that a client is told all at once.
final class FieldErrors {
    static final int MOST = 20;
    private final List<FieldError> errors = new ArrayList<>();
    private int line;

    /// What is added from here on stands in this line of the body; 0 where lines say nothing.
    void at(int number) {
        line = number;
    }

    void add(String field, String message) {
        if (!isFull()) {
            errors.add(
                    new FieldError(field, line == 0 ? message : "line " + line + ": " + message));
        }
    }

    /// Whether so many were found that looking for more helps nobody.
    boolean isFull() {
        return errors.size() == MOST;
    }

    /// @throws ProblemException where anything is wrong
    void check() {
        if (errors.isEmpty()) {
            return;
        }
        FieldError first = errors.getFirst();
        String one = "`" + first.field() + "`: " + first.message();
        throw ProblemException.invalid(
                errors.size() == 1
                        ? one
                        : "%s%d fields are wrong; the first is %s"
                                .formatted(isFull() ? "at least " : "", errors.size(), one),
                errors);
    }
}
