package mesh.core.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import mesh.core.http.Problem.FieldError;
import mesh.protocol.JobId;
import mesh.protocol.json.Encoding;

/// The parameters of a request's query, and the ids in its path. All that is wrong with a query is
/// told at once.
final class Parameters {
    private final UriQuery query;
    private final List<FieldError> errors = new ArrayList<>();

    /// @param known the parameters that this call has; any other is an error, since a mistyped
    ///     filter would silently find everything
    Parameters(ServerRequest request, Set<String> known) {
        this.query = request.query();
        refuseOtherBytes(query.rawValue());
        for (String name : query.names()) {
            if (errors.size() == FieldErrors.MOST) {
                break;
            }
            if (!known.contains(name)) {
                String has =
                        known.isEmpty()
                                ? "none"
                                : String.join(", ", known.stream().sorted().toList());
                errors.add(
                        new FieldError(
                                Texts.cut(name),
                                "there is no such parameter; this call has " + has));
            } else if (query.all(name).size() > 1) {
                errors.add(new FieldError(name, "given more than once"));
            }
        }
    }

    /// The library puts U+FFFD in the place of bytes that are no UTF-8.
    private void refuseOtherBytes(String raw) {
        if (raw.indexOf('%') < 0) {
            return;
        }
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) == '%'
                    && at + 2 < raw.length()
                    && HexFormat.isHexDigit(raw.charAt(at + 1))
                    && HexFormat.isHexDigit(raw.charAt(at + 2))) {
                bytes.write(HexFormat.fromHexDigits(raw, at + 1, at + 3));
                at += 2;
            } else {
                bytes.write(raw.charAt(at));
            }
        }
        if (Encoding.firstWrong(bytes.toByteArray()) >= 0) {
            errors.add(
                    new FieldError(
                            "query",
                            "is UTF-8, each byte as % and two digits, was " + Texts.brief(raw)));
        }
    }

    /// Reads a parameter; null where it is not given or cannot be read.
    ///
    /// @param reading throws IllegalArgumentException saying what is wrong
    <T> T get(String name, Function<String, T> reading) {
        if (!query.contains(name)) {
            return null;
        }
        try {
            return reading.apply(query.get(name));
        } catch (IllegalArgumentException wrong) {
            errors.add(new FieldError(name, wrong.getMessage()));
            return null;
        }
    }

    /// Ends the reading.
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors.getFirst().message(), errors);
        }
    }

    /// @throws IllegalArgumentException naming the bounds
    static int whole(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, in the same words
        }
        throw new IllegalArgumentException(
                "must be a whole number from %d to %d, was %s"
                        .formatted(least, most, Texts.brief(text)));
    }

    /// An ISO 8601 duration of days to nanoseconds; months and years have no fixed length.
    ///
    /// @throws IllegalArgumentException naming the syntax or the bounds
    static Duration duration(String text, Duration least, Duration most) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            throw new IllegalArgumentException(
                    "must be an ISO 8601 duration such as PT20S, was " + Texts.brief(text),
                    notADuration);
        }
        throw new IllegalArgumentException(
                "must be from %s to %s, was %s".formatted(least, most, Texts.brief(text)));
    }

    /// @throws IllegalArgumentException naming the syntax
    static JobId jobId(String text) {
        return JobId.parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be a job's id, a UUID, was " + Texts.brief(text)));
    }

    static String idText(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    /// The job id in the path. What is no id at all is an unknown one: 404.
    static JobId pathJob(ServerRequest request) {
        String text = idText(request);
        return JobId.parse(text)
                .orElseThrow(
                        () ->
                                ProblemException.at(
                                        ProblemKind.NOT_FOUND,
                                        "id",
                                        "there is no job "
                                                + Texts.brief(text)
                                                + "; a job's id is a UUID, as its 202 gave it"));
    }

    static ProblemException noJob(JobId id) {
        return ProblemException.at(ProblemKind.NOT_FOUND, "id", "there is no job '" + id + "'");
    }

    static Optional<UUID> pathUuid(ServerRequest request) {
        return JobId.parse(idText(request)).map(JobId::value);
    }
}
