package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import mesh.cli.ExitCode;

/// The mesh refused a request, and said why (RFC 9457).
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final transient JsonNode problem;
    private final transient Duration retryAfter;
    private final boolean again;

    ProblemException(int status, JsonNode problem) {
        this(status, problem, null, false);
    }

    /// @param retryAfter as the mesh says; null where it does not
    /// @param again whether the same was asked before without an answer
    ProblemException(int status, JsonNode problem, Duration retryAfter, boolean again) {
        super(text(status, problem));
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.again = again;
    }

    /// When the mesh wants to be asked again.
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// Whether it is of a kind, such as `job-ended`.
    public boolean is(String kind) {
        return problem.path("type").asText().equals("urn:mesh:problem:" + kind);
    }

    /// Whether the same was asked before without an answer: it may have been done then, which would
    /// explain why it cannot be done now.
    public boolean again() {
        return again;
    }

    public int status() {
        return status;
    }

    /// The answer as it came.
    public JsonNode problem() {
        return problem;
    }

    /// What a script is told: a refused request is wrong usage, one that came too late a failure,
    /// and a mesh that cannot take it just now as good as none.
    public int exitCode() {
        if (status == TOO_MANY || status == UNAVAILABLE) {
            return ExitCode.NO_CONNECTION;
        }
        return status == CONFLICT || status >= SERVER_ERROR ? ExitCode.FAILED : ExitCode.USAGE;
    }

    /// The problem in one line, and a line for each field that is at fault, unless the one line
    /// says the same.
    private static String text(int status, JsonNode problem) {
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        var text = new StringBuilder(detail.isEmpty() ? title : detail);
        if (text.isEmpty()) {
            text.append("the mesh answered ").append(status);
        }
        if (status == UNAUTHORIZED) {
            text.append("; give the right token with --token, or the mesh's directory with --data");
        }
        for (JsonNode error : problem.path("errors")) {
            String field = error.path("field").asText();
            String message = error.path("message").asText();
            boolean said = detail.equals(message) || detail.equals("`" + field + "`: " + message);
            if (!said) {
                text.append("\n  ").append(field).append(": ").append(message);
            }
        }
        return text.toString();
    }
}
