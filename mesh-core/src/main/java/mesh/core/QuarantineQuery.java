package mesh.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import mesh.core.QuarantineView.Kind;
import mesh.protocol.JobId;
import mesh.protocol.message.ErrorCode;

/// What to show of the quarantine, the newest first: by the time that it was put aside, and of one
/// time by the id. Null where it does not matter.
///
/// @param code of a dead job's error; no message has one
/// @param type of a dead job; no message has one
/// @param from the address of a message, or {@value QuarantineView#JOBS}
/// @param reason what the reason contains, in these very letters
/// @param limit how many at the most: from 1 to {@value #MOST_SHOWN} for a page, to {@value
///     #MOST_SELECTED} for a selection
/// @param after the last place of the page before
public record QuarantineQuery(
        Kind kind,
        ErrorCode code,
        String type,
        String from,
        String reason,
        int limit,
        Place after) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MOST_SHOWN = 1_000;

    /// How many may be requeued or put away at once.
    public static final int MOST_SELECTED = 10_000;

    public static final QuarantineQuery NEWEST =
            new QuarantineQuery(null, null, null, null, null, MOST_SHOWN, null);

    /// Where a thing stands in the order of the quarantine. As text it is the time in milliseconds
    /// and the id: `1767225600000-0190d1c0-0000-7000-8000-000000000000`.
    public record Place(Instant at, UUID id) {
        /// Of two, the one put aside later comes first.
        public static final Comparator<Place> NEWEST_FIRST =
                Comparator.comparing(Place::at)
                        .thenComparing(place -> new JobId(place.id()))
                        .reversed();

        public static Place of(QuarantineView view) {
            return new Place(view.at(), view.id());
        }

        /// Reads what {@link #toString} wrote; anything else is empty.
        public static Optional<Place> parse(String text) {
            int dash = text.indexOf('-');
            if (dash <= 0) {
                return Optional.empty();
            }
            try {
                Instant at = Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash)));
                return JobId.parse(text.substring(dash + 1)).map(id -> new Place(at, id.value()));
            } catch (NumberFormatException | DateTimeException noTime) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return at.toEpochMilli() + "-" + id;
        }
    }

    /// Whether messages can match at all.
    public boolean asksForMessages() {
        return kind != Kind.JOB
                && code == null
                && type == null
                && !QuarantineView.JOBS.equals(from);
    }

    /// Whether dead jobs can match at all.
    public boolean asksForJobs() {
        return kind != Kind.MESSAGE && (from == null || from.equals(QuarantineView.JOBS));
    }

    /// Whether this is among what is asked for.
    ///
    /// @param jobType of a dead job; null for a message
    public boolean matches(QuarantineView view, String jobType) {
        return (kind == null || view.kind() == kind)
                && (code == null || view.code() == code)
                && (type == null || type.equals(jobType))
                && (from == null || view.from().equals(from))
                && (reason == null || view.reason().contains(reason))
                && (after == null || Place.NEWEST_FIRST.compare(Place.of(view), after) > 0);
    }
}
