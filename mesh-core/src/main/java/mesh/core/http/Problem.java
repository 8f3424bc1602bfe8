package mesh.core.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.http.Status;
import java.util.List;

/// An error as a client gets it (RFC 9457).
///
/// @param type `urn:mesh:problem:…` of a {@link ProblemKind}, or `about:blank` where the status
///     says all
/// @param detail what is wrong with this request and what would be right
/// @param errors the fields at fault; left out where there is none
record Problem(String type, String title, int status, String detail, List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    /// @param field a path into the body such as `needs.gpu` or `[17].priority`, `body` for the
    ///     whole, or the name of a header or of a parameter
    record FieldError(String field, String message) {}

    @Override
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public List<FieldError> errors() {
        return errors;
    }

    static Problem of(ProblemKind kind, String detail, List<FieldError> errors) {
        return new Problem(kind.uri(), kind.title(), kind.status(), detail, List.copyOf(errors));
    }

    /// For a status that only Helidon itself gives.
    static Problem plain(Status status, String detail) {
        return new Problem("about:blank", status.reasonPhrase(), status.code(), detail, List.of());
    }
}
