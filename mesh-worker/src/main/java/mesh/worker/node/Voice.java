package mesh.worker.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;

/// What one attempt has said and has not gone out.
final class Voice {
    /// How much of checkpoints goes out in a second, so that an attempt that saves all the time
    /// does not keep the disks of broker and core busy: 1 MiB. The first goes out at once.
    static final int CHECKPOINT_BYTES_A_MILLISECOND = 1 << 10;

    private final AttemptRef attempt;
    private final NodeId node;
    private final List<Progress> unsaid = new ArrayList<>();
    private Checkpoint checkpoint;
    private int checkpoints;
    private Optional<Duration> startNotBefore;
    private Optional<Duration> progressNotBefore = Optional.empty();
    private Optional<Duration> checkpointNotBefore = Optional.empty();

    /// How far it is, where that has not gone out; else null.
    Progress progress;

    /// The bytes of the checkpoint that has not gone out; 0 where there is none.
    int checkpointBytes;

    int partials;
    int unsentPartials;
    long unsentBytes;
    boolean silenced;

    /// @param from what the attempt goes on from, or null
    Voice(AttemptRef attempt, NodeId node, Checkpoint from, Duration now) {
        this.startNotBefore = Optional.of(now.plus(Sayings.START_HELD));
        this.attempt = attempt;
        this.node = node;
        this.partials = from == null ? 0 : from.partials();
        this.checkpoints = from == null ? 0 : from.number();
        unsaid.add(Progress.started(attempt, node));
    }

    boolean roomForPartial(int more) {
        return unsentPartials < Sayings.MOST_UNSENT_PARTIALS
                && unsentBytes + more <= Sayings.MOST_UNSENT_BYTES;
    }

    /// @return its bytes
    int partial(Json value) {
        int size = value.bytes();
        unsaid.add(Progress.partial(attempt, node, new Partial(partials + 1, value)));
        partials++;
        unsentPartials++;
        unsentBytes += size;
        return size;
    }

    /// @return how many bytes more are unsent than before
    int checkpoint(Json value) {
        int before = checkpointBytes;
        checkpoint = new Checkpoint(checkpoints + 1, partials, value);
        checkpoints++;
        checkpointBytes = value.bytes();
        return checkpointBytes - before;
    }

    /// How long until there is something to say; empty where there is nothing.
    Optional<Duration> due(Duration now) {
        return Stream.of(
                        Optional.of(unsaid)
                                .filter(said -> !said.isEmpty())
                                .map(_ -> unsaidDue(now)),
                        Optional.ofNullable(checkpoint).map(_ -> left(checkpointNotBefore, now)),
                        Optional.ofNullable(progress).map(_ -> left(progressNotBefore, now)))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private Duration unsaidDue(Duration now) {
        return saidMore() ? Duration.ZERO : left(startNotBefore, now);
    }

    /// Whether there is more to say than that it started.
    private boolean saidMore() {
        return unsaid.size() > 1 || unsaid.getFirst().kind() != Progress.Kind.STARTED;
    }

    private static Duration left(Optional<Duration> notBefore, Duration now) {
        return notBefore
                .map(moment -> moment.minus(now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /// Adds what is due.
    ///
    /// @return its bytes
    long take(Duration now, List<Progress> taken) {
        if (due(now).filter(Duration::isZero).isEmpty()) {
            return 0;
        }
        taken.addAll(unsaid);
        unsaid.clear();
        long size = unsentBytes;
        if (checkpoint != null && left(checkpointNotBefore, now).isZero()) {
            size += checkpointBytes;
            checkpointNotBefore =
                    Optional.of(now.plusMillis(checkpointBytes / CHECKPOINT_BYTES_A_MILLISECOND));
            takeCheckpoint(taken);
        }
        if (progress != null && left(progressNotBefore, now).isZero()) {
            progressNotBefore = Optional.of(now.plus(Sayings.PACE));
            takeProgress(taken);
        }
        return size;
    }

    /// All that is left, due or not, but for that it started: its settlement follows, and says so.
    List<Progress> rest() {
        var rest = new ArrayList<>(unsaid);
        rest.removeIf(one -> one.kind() == Progress.Kind.STARTED);
        if (checkpoint != null) {
            takeCheckpoint(rest);
        }
        if (progress != null) {
            takeProgress(rest);
        }
        return rest;
    }

    private void takeCheckpoint(List<Progress> taken) {
        taken.add(Progress.checkpoint(attempt, node, checkpoint));
        checkpoint = null;
        checkpointBytes = 0;
    }

    private void takeProgress(List<Progress> taken) {
        taken.add(progress);
        progress = null;
    }
}
