package mesh.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The identity of a job: a UUID of version 7 (RFC 9562), so that ids made later sort later.
public record JobId(@JsonValue UUID value) implements Comparable<JobId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        if (value == null) {
            throw new IllegalArgumentException("a job's id is missing");
        }
    }

    /// Makes an id from a time and chance: 48 bits of milliseconds since 1970, then 74 random bits.
    public static JobId make(Instant now, RandomGenerator chance) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (chance.nextLong() & 0xFFFL);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new JobId(new UUID(high, low));
    }

    /// Reads the canonical 36-character form; anything else is empty.
    public static Optional<JobId> parse(String text) {
        if (text == null
                || text.length() != 36
                || text.charAt(8) != '-'
                || text.charAt(13) != '-'
                || text.charAt(18) != '-'
                || text.charAt(23) != '-') {
            return Optional.empty();
        }
        try {
            long high =
                    hexadecimal(text, 0, 8) << 32
                            | hexadecimal(text, 9, 13) << 16
                            | hexadecimal(text, 14, 18);
            long low = hexadecimal(text, 19, 23) << 48 | hexadecimal(text, 24, 36);
            return Optional.of(new JobId(new UUID(high, low)));
        } catch (NumberFormatException notAUuid) {
            return Optional.empty();
        }
    }

    private static long hexadecimal(String text, int from, int to) {
        return HexFormat.fromHexDigitsToLong(text, from, to);
    }

    /// By the unsigned value of the bits, which for version 7 is by time of making.
    @Override
    public int compareTo(JobId other) {
        int high =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
