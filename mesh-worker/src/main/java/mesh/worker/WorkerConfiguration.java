package mesh.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Capabilities;

/// What a node's owner decides.
///
/// @param name unique in the mesh
/// @param capabilities what the owner says that the node can do; goes before what is detected.
///     Types are not said: they follow from the handlers
/// @param slots how many jobs run at once, 1 to {@value Heartbeat#MOST_SLOTS}
/// @param allow the types, of those that give a job the run of the machine, that may run here:
///     `python`, `process`
/// @param directory where attempts get their own directories; made where it is missing
/// @param timeLimit how long one program may run
/// @param outputLimit how many bytes one program may print
/// @param heartbeat how often the node says that it is alive, unless the core of a large mesh asks
///     for less; shorter than the lease
/// @param grace how long running jobs may go on when the node leaves, and how long one that was
///     told to stop may take to tidy up; for the latter, 5 seconds at most
public record WorkerConfiguration(
        NodeId name,
        Capabilities capabilities,
        int slots,
        Set<String> allow,
        Path directory,
        Duration timeLimit,
        int outputLimit,
        Duration heartbeat,
        Duration grace) {

    public WorkerConfiguration {
        if (name == null) {
            throw new IllegalArgumentException("`name` is missing");
        }
        capabilities = capabilities == null ? Capabilities.NONE : capabilities;
        if (!capabilities.types().isEmpty()) {
            throw new IllegalArgumentException(
                    "`capabilities` must not name `%s`: a node announces the types of the handlers that it has"
                            .formatted(capabilities.types().getFirst()));
        }
        if (slots < 1 || slots > Heartbeat.MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "`slots` must be 1 to %d, was %d".formatted(Heartbeat.MOST_SLOTS, slots));
        }
        allow = allow == null ? Set.of() : Set.copyOf(allow);
        if (directory == null) {
            throw new IllegalArgumentException("`directory` is missing");
        }
        longerThanNothing("timeLimit", timeLimit);
        if (outputLimit < 1 || outputLimit > Limits.RESULT_BYTES) {
            throw new IllegalArgumentException(
                    "`outputLimit` must be 1 to %d bytes, which is the largest result, was %d"
                            .formatted(Limits.RESULT_BYTES, outputLimit));
        }
        longerThanNothing("heartbeat", heartbeat);
        if (heartbeat.compareTo(Limits.LEASE) >= 0) {
            throw new IllegalArgumentException(
                    "`heartbeat` must be shorter than the lease (%s), was %s"
                            .formatted(Limits.LEASE, heartbeat));
        }
        if (grace == null || grace.isNegative()) {
            throw new IllegalArgumentException("`grace` must not be negative, was " + grace);
        }
    }

    private static void longerThanNothing(String field, Duration value) {
        if (value == null || value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "`" + field + "` must be longer than nothing, was " + value);
        }
    }

    /// A node that allows nothing special and has a slot for each core.
    public static WorkerConfiguration defaults(NodeId name) {
        return new WorkerConfiguration(
                name,
                Capabilities.NONE,
                Math.min(Runtime.getRuntime().availableProcessors(), Heartbeat.MOST_SLOTS),
                Set.of(),
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "mesh-" + System.getProperty("user.name"),
                        name.value()),
                Duration.ofHours(1),
                Limits.RESULT_BYTES,
                Limits.HEARTBEAT,
                Duration.ofSeconds(5));
    }

    public WorkerConfiguration withCapabilities(Capabilities these) {
        return new WorkerConfiguration(
                name, these, slots, allow, directory, timeLimit, outputLimit, heartbeat, grace);
    }

    public WorkerConfiguration withSlots(int these) {
        return new WorkerConfiguration(
                name,
                capabilities,
                these,
                allow,
                directory,
                timeLimit,
                outputLimit,
                heartbeat,
                grace);
    }

    public WorkerConfiguration withAllow(Set<String> these) {
        return new WorkerConfiguration(
                name,
                capabilities,
                slots,
                these,
                directory,
                timeLimit,
                outputLimit,
                heartbeat,
                grace);
    }

    public WorkerConfiguration withDirectory(Path there) {
        return new WorkerConfiguration(
                name, capabilities, slots, allow, there, timeLimit, outputLimit, heartbeat, grace);
    }

    public WorkerConfiguration withTimeLimit(Duration limit) {
        return new WorkerConfiguration(
                name, capabilities, slots, allow, directory, limit, outputLimit, heartbeat, grace);
    }

    public WorkerConfiguration withOutputLimit(int bytes) {
        return new WorkerConfiguration(
                name, capabilities, slots, allow, directory, timeLimit, bytes, heartbeat, grace);
    }

    public WorkerConfiguration withHeartbeat(Duration interval) {
        return new WorkerConfiguration(
                name,
                capabilities,
                slots,
                allow,
                directory,
                timeLimit,
                outputLimit,
                interval,
                grace);
    }

    public WorkerConfiguration withGrace(Duration patience) {
        return new WorkerConfiguration(
                name,
                capabilities,
                slots,
                allow,
                directory,
                timeLimit,
                outputLimit,
                heartbeat,
                patience);
    }
}
