package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import mesh.protocol.Address;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// A node's report that it is alive, what it can do and what it is doing.
///
/// @param incarnation made anew at each start of the node, so that a restart can be told from a
///     silence; at most {@value #MOST_CHARACTERS} characters
/// @param seq counts this incarnation's heartbeats from 1; a reader ignores one that is not newer
/// @param slots how many jobs it runs at once
/// @param busy how many it runs now
/// @param draining whether it takes no further jobs
/// @param running the attempts it holds; naming one renews its lease
/// @param version the node's software; at most {@value #MOST_CHARACTERS} characters
/// @param settled attempts whose settlement the broker took, newest last; one is enough. Naming one
///     renews its lease as `running` does, but takes no slot. As long as the core has not read the
///     settlement of the last one, others of this node are on their way too, and the core takes
///     back none of its attempts because they are not named
/// @param intervalMillis within how many milliseconds the next heartbeat follows, by which its
///     silence is judged; 0 where it does not say, which is {@link Limits#HEARTBEAT}
/// @param partly whether it holds more than `running` names; then nothing follows from what is not
///     named
public record Heartbeat(
        NodeId node,
        String incarnation,
        long seq,
        Capabilities capabilities,
        int slots,
        int busy,
        boolean draining,
        StandingBid bid,
        List<AttemptRef> running,
        String version,
        List<AttemptRef> settled,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int intervalMillis,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partly)
        implements Message {
    public static final int MOST_SLOTS = 1024;

    /// How many attempts a node names: as many as it can run and hold ahead.
    public static final int MOST_NAMED = 2 * MOST_SLOTS;

    public static final int MOST_CHARACTERS = 200;

    public Heartbeat {
        Checks.present("node", node);
        Checks.present("incarnation", incarnation);
        Checks.atLeast("seq", seq, 1);
        Checks.atLeast("slots", slots, 0);
        Checks.atLeast("busy", busy, 0);
        if (slots > MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "`slots` must be at most " + MOST_SLOTS + ", was " + slots);
        }
        Checks.within("intervalMillis", intervalMillis, 0, Limits.LONGEST_HEARTBEAT.toMillis());
        capabilities = capabilities == null ? Capabilities.NONE : capabilities;
        bid = bid == null ? StandingBid.FREE : bid;
        running = running == null ? List.of() : List.copyOf(running);
        version = version == null ? "unknown" : version;
        settled = settled == null ? List.of() : List.copyOf(settled);
        bounded("incarnation", incarnation);
        bounded("version", version);
    }

    private static void bounded(String field, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "`%s` has at most %d characters, was %d"
                            .formatted(field, MOST_CHARACTERS, text.length()));
        }
    }

    /// Of a node that does not say when the next follows.
    public Heartbeat(
            NodeId node,
            String incarnation,
            long seq,
            Capabilities capabilities,
            int slots,
            int busy,
            boolean draining,
            StandingBid bid,
            List<AttemptRef> running,
            String version,
            List<AttemptRef> settled) {
        this(
                node,
                incarnation,
                seq,
                capabilities,
                slots,
                busy,
                draining,
                bid,
                running,
                version,
                settled,
                0,
                false);
    }

    /// Of a node that settled nothing lately.
    public Heartbeat(
            NodeId node,
            String incarnation,
            long seq,
            Capabilities capabilities,
            int slots,
            int busy,
            boolean draining,
            StandingBid bid,
            List<AttemptRef> running,
            String version) {
        this(
                node,
                incarnation,
                seq,
                capabilities,
                slots,
                busy,
                draining,
                bid,
                running,
                version,
                List.of());
    }

    /// What is worth keeping of it: all but what it names.
    public Heartbeat facts() {
        return running.isEmpty() && settled.isEmpty()
                ? this
                : new Heartbeat(
                        node,
                        incarnation,
                        seq,
                        capabilities,
                        slots,
                        busy,
                        draining,
                        bid,
                        List.of(),
                        version,
                        List.of(),
                        intervalMillis,
                        partly);
    }

    /// Within what time the next one follows.
    @JsonIgnore
    public Duration interval() {
        return intervalMillis == 0 ? Limits.HEARTBEAT : Duration.ofMillis(intervalMillis);
    }

    /// A time that is meant for a node with the usual interval, as long for this one as its own
    /// interval is longer. A shorter interval shortens nothing.
    public Duration patience(Duration usual) {
        return intervalMillis <= Limits.HEARTBEAT.toMillis()
                ? usual
                : usual.multipliedBy(intervalMillis).dividedBy(Limits.HEARTBEAT.toMillis());
    }

    @Override
    public Address<Heartbeat> address() {
        return Address.HEARTBEATS;
    }
}
