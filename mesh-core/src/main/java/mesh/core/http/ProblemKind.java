package mesh.core.http;

import java.util.Locale;

/// What can be wrong with a request. The name in kebab case is the stable end of the problem's
/// `type`; a client may branch on it.
enum ProblemKind {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHORIZED(401, "A token is needed"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The path has no such method"),
    JOB_ENDED(409, "The job has ended"),
    REQUEUED_BEFORE(409, "The job was requeued before"),
    STILL_UNREADABLE(409, "It still cannot be read"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not read here"),
    IDEMPOTENCY_CONFLICT(422, "The idempotency key was used for another body"),
    TOO_MANY_REQUESTS(429, "Too much is waiting"),
    INTERNAL(500, "The core failed"),
    UNAVAILABLE(503, "The core cannot take this now");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String uri() {
        return "urn:mesh:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
