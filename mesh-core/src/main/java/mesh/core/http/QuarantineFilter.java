package mesh.core.http;

import java.util.Arrays;
import java.util.Set;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineQuery.Place;
import mesh.core.QuarantineView.Kind;
import mesh.protocol.JobType;
import mesh.protocol.message.ErrorCode;

/// What is looked for in quarantine, as clients say it in a query or in a body. Null where it does
/// not matter.
record QuarantineFilter(Kind kind, ErrorCode code, JobType type, String from, String reason) {
    static final Set<String> NAMES = Set.of("kind", "code", "type", "from", "reason");
    private static final int MOST_CHARACTERS = 256;

    static QuarantineFilter of(Parameters parameters) {
        return new QuarantineFilter(
                parameters.get("kind", Kind::of),
                parameters.get("code", QuarantineFilter::code),
                parameters.get("type", JobType::new),
                parameters.get("from", QuarantineFilter::text),
                parameters.get("reason", QuarantineFilter::text));
    }

    static QuarantineFilter of(Fields fields) {
        return new QuarantineFilter(
                fields.text("kind", Kind::of),
                fields.text("code", QuarantineFilter::code),
                fields.text("type", JobType::new),
                fields.text("from", QuarantineFilter::text),
                fields.text("reason", QuarantineFilter::text));
    }

    boolean isEmpty() {
        return kind == null && code == null && type == null && from == null && reason == null;
    }

    QuarantineQuery query(int limit, Place after) {
        return new QuarantineQuery(
                kind, code, type == null ? null : type.name(), from, reason, limit, after);
    }

    private static ErrorCode code(String text) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be an error's code such as handler-error, was "
                                                + Texts.brief(text)));
    }

    private static String text(String text) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "must be 1 to %d characters, was %d".formatted(MOST_CHARACTERS, text.length()));
        }
        return text;
    }
}
