package mesh.protocol.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;

/// RFC 3339 times in UTC, read by hand where they have their common form: the library's way, which
/// takes any form, costs a microsecond each.
final class Times {
    private static final int SECONDS_END = 19;
    private static final int MOST_DIGITS = 9;
    private static final long OF_A_DAY = 86_400;

    private Times() {}

    /// Reads `2026-03-01T10:30:00Z`, with a fraction of a second or without; null for any other
    /// form, which may be a time all the same.
    static Instant read(String text) {
        int length = text.length();
        if (length <= SECONDS_END
                || length > SECONDS_END + MOST_DIGITS + 2
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int nano = fraction(text, length - 1);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > lengthOf(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || nano < 0) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * OF_A_DAY + (hour * 60 + minute) * 60 + second, nano);
    }

    private static int lengthOf(int year, int month) {
        return java.time.Month.of(month).length(Year.isLeap(year));
    }

    /// @return less than zero where it is none
    private static int fraction(String text, int end) {
        if (end == SECONDS_END) {
            return 0;
        }
        if (text.charAt(SECONDS_END) != '.' || end == SECONDS_END + 1) {
            return -1;
        }
        int nano = number(text, SECONDS_END + 1, end);
        for (int digits = end - SECONDS_END - 1; digits < MOST_DIGITS; digits++) {
            nano *= 10;
        }
        return nano;
    }

    /// @return less than zero where it is none
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
