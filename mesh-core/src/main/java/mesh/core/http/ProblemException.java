package mesh.core.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesh.core.http.Problem.FieldError;

/// Thrown anywhere in the handling of a request: the answer is a {@link Problem}.
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(
            ProblemKind kind, String detail, List<FieldError> errors, Map<String, String> headers) {
        super(detail, null, false, false); // a client's mistake has no stack trace
        this.problem = Problem.of(kind, detail, errors);
        this.headers = headers;
    }

    Problem problem() {
        return problem;
    }

    /// What goes with the answer, such as `Retry-After`.
    Map<String, String> headers() {
        return headers;
    }

    /// One field, header or parameter is at fault.
    static ProblemException at(ProblemKind kind, String field, String message) {
        return new ProblemException(
                kind, message, List.of(new FieldError(field, message)), Map.of());
    }

    static ProblemException invalid(String field, String message) {
        return at(ProblemKind.INVALID_REQUEST, field, message);
    }

    static ProblemException invalid(String detail, List<FieldError> errors) {
        return new ProblemException(ProblemKind.INVALID_REQUEST, detail, errors, Map.of());
    }

    static ProblemException unauthorized(String message) {
        return new ProblemException(
                ProblemKind.UNAUTHORIZED,
                message,
                List.of(new FieldError("Authorization", message)),
                Map.of("WWW-Authenticate", "Bearer realm=\"mesh\""));
    }

    static ProblemException methodNotAllowed(String method, String path, String allowed) {
        String message = "%s has no %s; it has %s".formatted(path, method, allowed);
        return new ProblemException(
                ProblemKind.METHOD_NOT_ALLOWED, message, List.of(), Map.of("Allow", allowed));
    }

    /// @param retryAfter at least the second that the header can say
    static ProblemException retryLater(ProblemKind kind, String message, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new ProblemException(
                kind, message, List.of(), Map.of("Retry-After", Long.toString(seconds)));
    }
}
