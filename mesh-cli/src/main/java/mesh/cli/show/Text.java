package mesh.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import mesh.protocol.json.MeshJson;

/// Texts for people.
public final class Text {
    private static final int MOST_SECONDS = 120;
    private static final int MOST_MINUTES = 120;
    private static final int MOST_HOURS = 48;

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
        String plain = plain(text);
        return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
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

    /// JSON over several lines.
    public static String pretty(JsonNode json) {
        try {
            return MeshJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException noTree) {
            return json.toString();
        }
    }
}
