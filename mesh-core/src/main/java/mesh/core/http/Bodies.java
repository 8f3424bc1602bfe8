package mesh.core.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What type of body a request has.
final class Bodies {
    private static final String JSON = "application/json";
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

    private Bodies() {}

    /// JSON, or no word about the type.
    static void requireJson(ServerRequest request) {
        String type = type(request);
        if (!isJson(type)) {
            throw unsupported(type, JSON);
        }
    }

    /// Whether the body is one JSON value a line instead of one array.
    static boolean isLines(ServerRequest request) {
        String type = type(request);
        if (!LINES.contains(type) && !isJson(type)) {
            throw unsupported(type, "application/json, or application/x-ndjson for a job a line");
        }
        return LINES.contains(type);
    }

    private static boolean isJson(String type) {
        return type.isEmpty() || type.equals(JSON) || type.endsWith("+json");
    }

    /// Without parameters, in lower case. Read from the text itself, since what is no media type
    /// shall be told as such.
    private static String type(ServerRequest request) {
        String header = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (header.equals(JSON)) {
            return JSON;
        }
        Matcher charset = CHARSET.matcher(header);
        if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
            throw unsupported(header, "in UTF-8");
        }
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static ProblemException unsupported(String type, String supported) {
        return ProblemException.at(
                ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                HeaderNames.CONTENT_TYPE.defaultCase(),
                "must be " + supported + ", was " + Texts.brief(type));
    }
}
