package mesh.cli.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Times as RFC 3339 writes them, `2030-01-31T12:00:00Z`, or from now on by this machine's clock,
/// `+10m` or `+PT10M`.
public final class TimeText implements ITypeConverter<Moment> {
    private static final DurationText DURATION = new DurationText();

    @Override
    public Moment convert(String text) {
        String time = text.strip();
        try {
            return time.startsWith("+")
                    ? new Moment(
                            Instant.now()
                                    .plus(DURATION.convert(time.substring(1)))
                                    .truncatedTo(ChronoUnit.MILLIS),
                            true)
                    : new Moment(OffsetDateTime.parse(time).toInstant(), false);
        } catch (DateTimeException | ArithmeticException noTime) {
            throw new TypeConversionException(
                    "a time is written like 2030-01-31T12:00:00Z, or +10m for ten minutes from now,"
                            + " was '"
                            + text
                            + "'");
        }
    }
}
