package mesh.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import mesh.protocol.Excerpt;
import mesh.protocol.json.MeshJson;

/// Texts for people.
public final class Text {
    private static final int MOST_SECONDS = 120;
    private static final int MOST_MINUTES = 120;
    private static final int MOST_HOURS = 48;

    /// Control characters, and marks that turn the direction of what follows.
    private static final Pattern OBEYED =
            Pattern.compile(
                    "[\\p{Cntrl}\\x80-\\x9F\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069&&[^\\r\\n]]");

    private Text() {}

    /// The text without what a terminal would obey: a job's error may come from anyone.
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?").replace('\n', ' ');
    }

    /// The same with its lines kept.
    public static String plainLines(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    public static String shortened(String text, int most) {
        return Excerpt.shortened(plain(text), most);
    }

    /// How long ago something was, such as `5 s ago`; a dash where it never was.
    public static String ago(JsonNode instant, Instant now) {
        if (!instant.isTextual()) {
            return "-";
        }
        try {
            return brief(Duration.between(Instant.parse(instant.asText()), now)) + " ago";
        } catch (DateTimeException noTime) {
            return instant.asText();
        }
    }

    /// A duration in the one unit that says most.
    public static String brief(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < MOST_SECONDS) {
            return seconds + " s";
        }
        if (duration.toMinutes() < MOST_MINUTES) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < MOST_HOURS
                ? duration.toHours() + " h"
                : duration.toDays() + " d";
    }

    /// JSON over several lines. What a terminal would obey can only stand in its texts, and is
    /// written as the escape that means the same.
    public static String pretty(JsonNode json) {
        return OBEYED.matcher(lines(json))
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    private static String lines(JsonNode json) {
        try {
            return MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException noTree) {
            return json.toString();
        }
    }
}
