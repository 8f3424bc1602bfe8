package mesh.cli.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people write them, `500ms`, `30s`, `5m`, `2h`, `1d`, or as ISO 8601 does, `PT30S`.
public final class DurationText implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
        Duration duration = any(text);
        if (!duration.isPositive()) {
            throw new TypeConversionException(
                    "a duration is more than nothing, was '" + text + "'");
        }
        return duration;
    }

    /// One that may also be zero or less.
    static Duration any(String text) {
        Matcher written = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (written.matches()) {
            long number = Long.parseLong(written.group(1));
            return switch (written.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException wrong) {
            throw new TypeConversionException(
                    "a duration is written like 500ms, 30s, 5m, 2h, 1d or PT30S, was '"
                            + text
                            + "'");
        }
    }
}
