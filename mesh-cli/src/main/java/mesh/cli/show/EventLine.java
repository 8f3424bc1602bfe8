package mesh.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import mesh.cli.client.Job;

/// One thing that happened to a job, in one line for people.
public final class EventLine {
    private static final int TIME_FROM = "2030-01-31T".length();
    private static final int TIME_TO = TIME_FROM + "12:00:00".length();

    private EventLine() {}

    /// @param width columns that there are
    public static String of(JsonNode event, int width) {
        String at = event.path("at").asText();
        String time = at.length() < TIME_TO ? at : at.substring(TIME_FROM, TIME_TO);
        String line = "%s  %-14s  %s".formatted(time, event.path("name").asText(), what(event));
        return Text.shortened(line.stripTrailing(), Math.max(60, width));
    }

    private static String what(JsonNode event) {
        String attempt =
                event.path("attempt").isNumber() ? "attempt " + event.path("attempt").asInt() : "";
        String node = event.path("node").isTextual() ? " on " + event.path("node").asText() : "";
        return switch (event.path("name").asText()) {
            case "progress" -> progress(event.path("progress"));
            case "partial" -> event.path("number").asText() + ": " + event.path("value");
            case "checkpoint" -> event.path("number").asText();
            default -> {
                String why =
                        event.path("error").isObject()
                                ? Job.failure(event)
                                : event.path("reason").asText("");
                String what = attempt + node + (why.isEmpty() ? "" : ": " + why);
                String later =
                        event.path("notBefore").isTextual()
                                ? "not before " + event.path("notBefore").asText()
                                : "";
                yield what + (what.isEmpty() || later.isEmpty() ? "" : "; ") + later;
            }
        };
    }

    private static String progress(JsonNode progress) {
        return String.format(
                        Locale.ROOT,
                        "%3.0f %%  %s",
                        progress.path("fraction").asDouble() * 100,
                        progress.path("message").asText(""))
                .stripTrailing();
    }
}
