package mesh.protocol.needs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a capability's value means, read from its text: a whole number (`2`), a size in bytes
/// (`8GiB`), a version (`3.11`), a truth (`true`), or a text. Numbers with a dot are versions,
/// never decimals: 3.11 is newer than 3.9.
public sealed interface CapabilityValue {

    /// A whole number, or a size in bytes.
    record Quantity(long value) implements CapabilityValue {}

    /// A version of two to four numbers, each below a million.
    record Version(int... parts) implements CapabilityValue, Comparable<Version> {
        private static final int PARTS = 4;

        public Version {
            parts = Arrays.copyOf(parts, PARTS);
        }

        @Override
        public int compareTo(Version other) {
            return Arrays.compare(parts, other.parts);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Version version && Arrays.equals(parts, version.parts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts);
        }

        long major() {
            return parts[0];
        }

        /// The first three numbers as one, four digits each, so that a broker's filter can compare:
        /// 3.11.7 is 300110007.
        long filterable() {
            return (parts[0] * 10_000L + Math.min(parts[1], 9_999)) * 10_000L
                    + Math.min(parts[2], 9_999);
        }
    }

    /// A flag.
    record Truth(boolean value) implements CapabilityValue {}

    /// Anything else.
    record Text(String value) implements CapabilityValue {}

    /// Reads a value. Every text has a meaning; this never fails.
    static CapabilityValue parse(String text) {
        return Syntax.parse(text.strip());
    }

    /// The value as a version, where it is one or a whole number.
    static Version asVersion(CapabilityValue value) {
        return switch (value) {
            case Version version -> version;
            case Quantity(long number) when number >= 0 && number < Syntax.MOST_VERSION_PART ->
                    new Version((int) number);
            case Quantity _, Truth _, Text _ -> null;
        };
    }

    /// How values are written.
    final class Syntax {
        private static final int MOST_VERSION_PART = 1_000_000;
        private static final Pattern SIZE =
                Pattern.compile("([0-9]{1,18})\\s*([KMGTP]i?B|B)", Pattern.CASE_INSENSITIVE);
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
        private static final Pattern VERSION = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){1,3}");
        private static final Map<Character, Integer> POWERS =
                Map.of('K', 1, 'M', 2, 'G', 3, 'T', 4, 'P', 5);

        private Syntax() {}

        private static CapabilityValue parse(String text) {
            if (NUMBER.matcher(text).matches()) {
                return new Quantity(Long.parseLong(text));
            }
            if (VERSION.matcher(text).matches()) {
                return new Version(
                        Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray());
            }
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return new Truth(Boolean.parseBoolean(text));
            }
            Matcher size = SIZE.matcher(text);
            if (size.matches()) {
                try {
                    return new Quantity(
                            Math.multiplyExact(
                                    Long.parseLong(size.group(1)), factor(size.group(2))));
                } catch (ArithmeticException beyondALong) {
                    return new Text(text);
                }
            }
            return new Text(text);
        }

        private static long factor(String unit) {
            String upper = unit.toUpperCase(Locale.ROOT);
            long base = upper.contains("I") ? 1024 : 1000;
            long factor = 1;
            for (int i = POWERS.getOrDefault(upper.charAt(0), 0); i > 0; i--) {
                factor *= base;
            }
            return factor;
        }
    }
}
