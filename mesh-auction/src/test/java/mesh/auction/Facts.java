package mesh.auction;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.message.Settlement.Usage;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// Facts as other parties would state them, with a clock that is stepped by hand.
public final class Facts {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random chance = new Random(7);
    private volatile Instant now = START;
    private long jobs;
    private long beats;
    private final Map<String, Needs> parsed = new HashMap<>();

    public Instant now() {
        return now;
    }

    public InstantSource clock() {
        return () -> now;
    }

    public Instant pass(Duration time) {
        now = now.plus(time);
        return now;
    }

    /// The id of a job that is younger than every job before it.
    public JobId job() {
        return JobId.make(START.plusMillis(jobs++), chance);
    }

    public Offer offer() {
        return offer("");
    }

    /// @param needs a selector; empty for nothing
    public Offer offer(String needs) {
        return offer(needs, 4);
    }

    public Offer offer(String needs, int priority) {
        return new Offer(
                job(),
                1,
                new JobType("echo"),
                parsed.computeIfAbsent(needs, Facts::parse),
                priority,
                null,
                Set.of(),
                new Json("1"));
    }

    private static Needs parse(String needs) {
        return Needs.of(needs.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(needs));
    }

    public static Offer attempt(Offer offer, int attempt, String... avoid) {
        return new Offer(
                offer.job(),
                attempt,
                offer.type(),
                offer.needs(),
                offer.priority(),
                offer.deadline(),
                Set.of(Arrays.stream(avoid).map(NodeId::new).toArray(NodeId[]::new)),
                offer.payload());
    }

    public static Offer payload(Offer offer, String json) {
        return new Offer(
                offer.job(),
                offer.attempt(),
                offer.type(),
                offer.needs(),
                offer.priority(),
                offer.deadline(),
                offer.avoid(),
                new Json(json));
    }

    /// A node that runs `echo`, as its next heartbeat says it.
    ///
    /// @param capabilities such as `gpu=2`
    public Beat node(String name, int slots, String... capabilities) {
        return new Beat(name, "first", slots, capabilities, false, 0, List.of(), now);
    }

    /// A heartbeat in the making.
    public record Beat(
            String name,
            String incarnation,
            int slots,
            String[] capabilities,
            boolean draining,
            long price,
            List<AttemptRef> running,
            Instant at) {
        public Beat incarnation(String other) {
            return new Beat(name, other, slots, capabilities, draining, price, running, at);
        }

        public Beat draining(boolean leaving) {
            return new Beat(name, incarnation, slots, capabilities, leaving, price, running, at);
        }

        public Beat price(long other) {
            return new Beat(name, incarnation, slots, capabilities, draining, other, running, at);
        }

        public Beat running(AttemptRef... refs) {
            return new Beat(
                    name, incarnation, slots, capabilities, draining, price, List.of(refs), at);
        }

        public Beat at(Instant time) {
            return new Beat(name, incarnation, slots, capabilities, draining, price, running, time);
        }
    }

    public Delivery<Heartbeat> heartbeat(Beat beat) {
        return heartbeat(beat, ++beats);
    }

    public Delivery<Heartbeat> heartbeat(Beat beat, long seq) {
        var all = new ArrayList<>(List.of(beat.capabilities()));
        all.add("type_echo");
        return new Delivery<>(
                new Heartbeat(
                        new NodeId(beat.name()),
                        beat.incarnation(),
                        seq,
                        Capabilities.parse(all),
                        beat.slots(),
                        0,
                        beat.draining(),
                        new StandingBid(beat.price()),
                        beat.running(),
                        "test"),
                beat.at());
    }

    public static Settlement succeeded(Offer offer, String node) {
        return Settlement.succeeded(offer.ref(), new NodeId(node), Json.NULL, Usage.NONE);
    }

    public static Settlement declined(Offer offer, String node) {
        return Settlement.unsuccessful(
                offer.ref(),
                new NodeId(node),
                Outcome.DECLINED,
                new JobError(ErrorCode.DRAINING, "leaving"),
                Usage.NONE);
    }
}
