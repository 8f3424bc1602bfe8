package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import mesh.protocol.Address;
import mesh.protocol.Excerpt;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// A node's word that an attempt goes on; it renews the lease.
///
/// @param fraction how much is done, 0 to 1; with {@link Kind#PROGRESS} alone
/// @param message what is being done, for people, cut to {@value #MOST_CHARACTERS} characters; with
///     {@link Kind#PROGRESS} alone, and there it may be null
/// @param partial with {@link Kind#PARTIAL} alone
/// @param checkpoint with {@link Kind#CHECKPOINT} alone
public record Progress(
        JobId job,
        int attempt,
        NodeId node,
        Kind kind,
        Double fraction,
        String message,
        Partial partial,
        Checkpoint checkpoint)
        implements Message {
    public static final int MOST_CHARACTERS = 500;

    /// What happened.
    public enum Kind {
        /// The handler was started.
        @JsonProperty("started")
        STARTED,
        /// The handler says how far it is.
        @JsonProperty("progress")
        PROGRESS,
        /// The handler gave a piece of the result.
        @JsonProperty("partial")
        PARTIAL,
        /// The handler saved its work.
        @JsonProperty("checkpoint")
        CHECKPOINT
    }

    public Progress {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        Checks.present("node", node);
        Checks.present("kind", kind);
        Checks.only("fraction", fraction, kind == Kind.PROGRESS, kind);
        Checks.only("partial", partial, kind == Kind.PARTIAL, kind);
        Checks.only("checkpoint", checkpoint, kind == Kind.CHECKPOINT, kind);
        if (fraction != null && !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("`fraction` must be 0 to 1, was " + fraction);
        }
        if (message != null && kind != Kind.PROGRESS) {
            throw new IllegalArgumentException("`message` goes with the kind progress alone");
        }
        message = message == null ? null : Excerpt.shortened(message, MOST_CHARACTERS);
    }

    public static Progress started(AttemptRef ref, NodeId node) {
        return new Progress(ref.job(), ref.attempt(), node, Kind.STARTED, null, null, null, null);
    }

    public static Progress at(AttemptRef ref, NodeId node, double fraction, String message) {
        return new Progress(
                ref.job(), ref.attempt(), node, Kind.PROGRESS, fraction, message, null, null);
    }

    public static Progress partial(AttemptRef ref, NodeId node, Partial partial) {
        return new Progress(
                ref.job(), ref.attempt(), node, Kind.PARTIAL, null, null, partial, null);
    }

    public static Progress checkpoint(AttemptRef ref, NodeId node, Checkpoint checkpoint) {
        return new Progress(
                ref.job(), ref.attempt(), node, Kind.CHECKPOINT, null, null, null, checkpoint);
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Progress> address() {
        return Address.PROGRESS;
    }

    /// A partial result and a checkpoint are work done; the rest is said again by the next
    /// heartbeat.
    @Override
    public boolean persistent() {
        return kind == Kind.PARTIAL || kind == Kind.CHECKPOINT;
    }
}
