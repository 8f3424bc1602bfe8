package mesh.auction.engine;

import java.time.Duration;

/// The bounds of the market. What is dropped at a bound comes again: the core repeats every offer
/// that it has no word on.
///
/// @param mostPending how many offers wait at most; over it the least urgent, newest goes
/// @param mostPendingText how many characters of payload wait at most; over it the same goes
/// @param offerExpiry how long an offer waits unrepeated; the core has then given it up
/// @param patience how long an offer waits for a slot before the core is told that all are taken;
///     most find one before, and need no such word
/// @param mostAwards how many awards one plan holds at most, so that it fits one transaction
/// @param mostAwardText how many characters of payload one plan holds at most, for the same; one
///     award always fits
/// @param mostExplanations how many reasons why not one plan holds at most
/// @param mostRemembered how many attempts that ended are remembered, to know a late repeat of
///     their offers
public record MarketLimits(
        int mostPending,
        long mostPendingText,
        Duration offerExpiry,
        Duration patience,
        int mostAwards,
        long mostAwardText,
        int mostExplanations,
        int mostRemembered) {
    public MarketLimits {
        atLeastOne("mostPending", mostPending);
        atLeastOne("mostPendingText", mostPendingText);
        atLeastOne("mostAwards", mostAwards);
        atLeastOne("mostAwardText", mostAwardText);
        atLeastOne("mostExplanations", mostExplanations);
        atLeastOne("mostRemembered", mostRemembered);
        if (!offerExpiry.isPositive()) {
            throw new IllegalArgumentException(
                    "`offerExpiry` must be longer than zero, was " + offerExpiry);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("`patience` must not be negative, was " + patience);
        }
    }

    private static void atLeastOne(String field, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("`" + field + "` must be at least 1, was " + value);
        }
    }
}
