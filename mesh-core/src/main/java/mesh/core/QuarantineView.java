package mesh.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Quarantined;
import mesh.protocol.needs.Needs;

/// What was put aside, and why: a message that could not be believed or read, or a dead job, which
/// is one that failed or expired and was neither requeued nor put away since.
///
/// @param id of the message, which no job has; of a dead job its own
/// @param at when it was put aside; of a dead job when it ended
/// @param from the address that a message came on; {@value #JOBS} for a dead job
/// @param reason of a dead job its error's code and message
/// @param body of a message its text as it came, or hexadecimal; of a dead job the JSON that would
///     submit it again
/// @param job the dead job; null for a message
/// @param code why the job ended; null for a message
@JsonInclude(JsonInclude.Include.ALWAYS)
public record QuarantineView(
        UUID id,
        Instant at,
        Kind kind,
        String from,
        String reason,
        String body,
        JobId job,
        ErrorCode code) {
    /// Where dead jobs come from.
    public static final String JOBS = "jobs";

    private static final int VERSION_OF_JOBS = 7;
    private static final int MOST_BYTES_A_CHARACTER = 3;

    /// What lies in quarantine.
    public enum Kind {
        MESSAGE,
        JOB;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws IllegalArgumentException naming what there is
        public static Kind of(String wireName) {
            for (Kind kind : values()) {
                if (kind.wireName().equals(wireName)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("a kind is message or job; was '" + wireName + "'");
        }
    }

    /// A message.
    public QuarantineView(UUID id, Instant at, String from, String reason, String body) {
        this(id, at, Kind.MESSAGE, from, reason, body, null, null);
    }

    /// A message that was put aside. An id of version 7 is one that a job could have: it gives way
    /// to one made from it, the same each time, so that no message stands in a dead job's place.
    public static QuarantineView of(Quarantined put, Instant at) {
        UUID id =
                put.id().version() == VERSION_OF_JOBS
                        ? UUID.nameUUIDFromBytes(
                                put.id().toString().getBytes(StandardCharsets.UTF_8))
                        : put.id();
        return new QuarantineView(id, at, put.from(), put.reason(), put.body());
    }

    /// A job that failed or expired.
    public static QuarantineView dead(JobView job) {
        return new QuarantineView(
                job.id().value(),
                job.finishedAt(),
                Kind.JOB,
                JOBS,
                job.error().code().wireName() + ": " + job.error().message(),
                MeshJson.write(Again.of(job)),
                job.id(),
                job.error().code());
    }

    /// How large its texts are at the most, in bytes of UTF-8.
    public long size() {
        return MOST_BYTES_A_CHARACTER * ((long) body.length() + reason.length());
    }

    /// The same message with another body.
    public QuarantineView withBody(String other) {
        return new QuarantineView(id, at, kind, from, reason, other, job, code);
    }

    /// What was asked for, so that it can be asked for again.
    ///
    /// @param deadline null also where it is what ended the job
    private record Again(
            JobType type,
            Needs needs,
            Json payload,
            int priority,
            int maxAttempts,
            Labels labels,
            Instant deadline) {
        static Again of(JobView job) {
            boolean ahead = job.deadline() != null && job.finishedAt().isBefore(job.deadline());
            return new Again(
                    job.type(),
                    job.needs().equals(Needs.NONE) ? null : job.needs(),
                    job.payload(),
                    job.priority(),
                    job.maxAttempts(),
                    job.labels().source().isEmpty() ? null : job.labels(),
                    ahead ? job.deadline() : null);
        }
    }
}
