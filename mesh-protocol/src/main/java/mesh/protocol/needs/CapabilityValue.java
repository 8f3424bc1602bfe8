package mesh.protocol.needs;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a capability's value means, read from its text: a whole number (`2`), a size in bytes
/// (`8GiB`), a version (`3.11`), a truth (`true`), or a text. Numbers with a dot are versions,
/// never decimals: 3.11 is newer than 3.9.
public sealed interface CapabilityValue {

    /// A whole number, or a size in bytes.
    record Quantity(long value) implements CapabilityValue {}

    /// A version: numbers from 0, of which trailing zeros mean nothing. As written it has two to
    /// {@link #MOST_PARTS} of them, each of at most {@link #MOST_DIGITS} digits.
    record Version(long... parts) implements CapabilityValue, Comparable<Version> {
        static final int MOST_PARTS = 8;
        static final int MOST_DIGITS = 18;

        public Version {
            int length = parts.length;
            while (length > 1 && parts[length - 1] == 0) {
                length--;
            }
            parts = Arrays.copyOf(parts, length);
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

        /// The number at a place from 0; 0 where it has none.
        long part(int place) {
            return place < parts.length ? parts[place] : 0;
        }
    }

    /// A flag.
    record Truth(boolean value) implements CapabilityValue {}

    /// Anything else.
    record Text(String value) implements CapabilityValue {}

    /// Reads a value. Every text has a meaning; this never fails. A number that is beyond what can
    /// be compared is a text here, and so unlike every number.
    static CapabilityValue parse(String text) {
        return Syntax.parse(text.strip());
    }

    /// Reads a value that somebody has written to have it compared.
    ///
    /// @throws IllegalArgumentException when it is written as a number, and is beyond what can be
    ///     compared
    static CapabilityValue parseExactly(String text) {
        CapabilityValue value = parse(text);
        if (value instanceof Text(String strange) && Syntax.isLikeANumber(strange)) {
            throw new IllegalArgumentException(
                    ("a number or a size in bytes is whole and at most %d, a version has at most %d"
                                    + " numbers from 0 with at most %d digits each, was '%s'")
                            .formatted(
                                    Long.MAX_VALUE,
                                    Version.MOST_PARTS,
                                    Version.MOST_DIGITS,
                                    text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
        return value;
    }

    /// The value as a version, where it is one or a whole number.
    static Version asVersion(CapabilityValue value) {
        return switch (value) {
            case Version version -> version;
            case Quantity(long number) when number >= 0 -> new Version(number);
            case Quantity _, Truth _, Text _ -> null;
        };
    }

    /// How values are written.
    final class Syntax {
        private static final Pattern SIZE =
                Pattern.compile("([0-9]{1,19})\\s*([KMGTPE]i?B|B)", Pattern.CASE_INSENSITIVE);
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");
        private static final Pattern VERSION =
                Pattern.compile(
                        "[0-9]{1,%d}(\\.[0-9]{1,%1$d}){1,%d}"
                                .formatted(Version.MOST_DIGITS, Version.MOST_PARTS - 1));

        private static final Pattern UNIT =
                Pattern.compile("([KMGTPE]i?B|B)?", Pattern.CASE_INSENSITIVE);
        private static final String POWERS = "BKMGTPE";

        private Syntax() {}

        private static CapabilityValue parse(String text) {
            try {
                if (NUMBER.matcher(text).matches()) {
                    return new Quantity(Long.parseLong(text));
                }
                if (VERSION.matcher(text).matches()) {
                    return new Version(
                            Arrays.stream(text.split("\\.")).mapToLong(Long::parseLong).toArray());
                }
                Matcher size = SIZE.matcher(text);
                if (size.matches()) {
                    return new Quantity(
                            Math.multiplyExact(
                                    Long.parseLong(size.group(1)), factor(size.group(2))));
                }
            } catch (NumberFormatException | ArithmeticException beyondALong) {
                return new Text(text);
            }
            return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                    ? new Truth(Boolean.parseBoolean(text))
                    : new Text(text);
        }

        /// Whether a reader takes it for a number, a version or a size.
        private static boolean isLikeANumber(String text) {
            int at = text.startsWith("-") ? 1 : 0;
            int from = at;
            while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return at > from
                    && isDigit(text.charAt(from))
                    && isDigit(text.charAt(at - 1))
                    && UNIT.matcher(text.substring(at).strip()).matches();
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static long factor(String unit) {
            String upper = unit.toUpperCase(Locale.ROOT);
            long base = upper.contains("I") ? 1024 : 1000;
            long factor = 1;
            for (int i = POWERS.indexOf(upper.charAt(0)); i > 0; i--) {
                factor *= base;
            }
            return factor;
        }
    }
}
