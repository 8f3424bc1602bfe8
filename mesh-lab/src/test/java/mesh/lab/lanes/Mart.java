package mesh.lab.lanes;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mesh.auction.AuctionConfiguration;
import mesh.auction.engine.AuctionEngine;
import mesh.auction.engine.AuctionEngine.Effort;
import mesh.auction.engine.Plan;
import mesh.auction.engine.Ranking;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// The engines of core and auction with nothing between them but time, which a test steps, and
/// nodes that only say what they run. What is sent takes one step of {@value #STEP} ms.
final class Mart {
    static final int STEP = 5;
    static final JobType WORK = new JobType("work");
    static final JobType OTHER = new JobType("other");
    private static final int STEPS_A_TICK = 250 / STEP;
    private static final int STEPS_A_HEARTBEAT = 5_000 / STEP;

    private record Running(AttemptRef attempt, Instant until) {}

    private static final class Node {
        private final NodeId id;
        private final int slots;
        private final Capabilities capabilities;
        private final List<Running> running = new ArrayList<>();
        private final List<Assignment> queue = new ArrayList<>();
        private long seq;

        Node(String name, int slots, Capabilities capabilities) {
            this.id = new NodeId(name);
            this.slots = slots;
            this.capabilities = capabilities;
        }
    }

    private final Random chance = new Random(5);
    private final CoreEngine core =
            new CoreEngine(
                    CoreSettings.DEFAULTS,
                    new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter()),
                    chance);
    private AuctionEngine auction = auction("first");
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<JobId, JobSpec> specs = new HashMap<>();
    private final Map<JobId, Long> millis = new HashMap<>();
    private final Map<JobId, Instant> admitted = new HashMap<>();
    private final Map<JobId, Duration> waited = new HashMap<>();
    private final List<JobSpec> submitted = new ArrayList<>();
    private final List<Settlement> settled = new ArrayList<>();
    private List<Award> awards = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long steps;

    /// What the core sent so far, in offers and in characters of payload.
    private long offers;

    private long payload;

    private static AuctionEngine auction(String name) {
        AuctionConfiguration defaults = AuctionConfiguration.defaults();
        return new AuctionEngine(defaults.liveness(), defaults.market(), Ranking.standard(), name);
    }

    void join(String name, int slots, String... capabilities) {
        var all = new ArrayList<>(List.of(capabilities));
        all.add(WORK.capability() + "=true");
        all.add(OTHER.capability() + "=true");
        var node = new Node(name, slots, Capabilities.parse(all));
        nodes.put(node.id, node);
        beat(node);
    }

    /// Submits a job.
    ///
    /// @param needs a selector; empty for none
    /// @param size of its payload, in characters
    /// @param lasts how long it runs, in milliseconds
    JobId submit(String needs, int priority, int size, long lasts, String tenant) {
        return submit(WORK, needs, priority, size, lasts, tenant);
    }

    JobId submit(JobType type, String needs, int priority, int size, long lasts, String tenant) {
        JobId id = JobId.make(now, chance);
        var spec =
                new JobSpec(
                        id,
                        type,
                        needs.isEmpty() ? Needs.NONE : Needs.of(TextNode.valueOf(needs)),
                        priority,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        size,
                        tenant);
        specs.put(id, spec);
        millis.put(id, lasts);
        admitted.put(id, now);
        submitted.add(spec);
        return id;
    }

    JobId submit(String needs) {
        return submit(needs, 4, 4, 0, "");
    }

    /// The auction is started anew, and knows nothing but what nodes say next.
    void restartAuction(String name) {
        auction = auction(name);
        nodes.values().forEach(this::beat);
    }

    void pass(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            step();
        }
    }

    /// Lets time pass until a job has begun to run.
    ///
    /// @return how long it waited for that
    Duration waitFor(JobId job) {
        for (int i = 0; i < 100_000 && !waited.containsKey(job); i++) {
            step();
        }
        return waited.get(job);
    }

    private void step() {
        now = now.plusMillis(STEP);
        steps++;
        if (steps % STEPS_A_HEARTBEAT == 0) {
            nodes.values().forEach(this::beat);
        }
        var turn = new Turn(now);
        core.expire(turn);
        List<Award> said = awards;
        awards = new ArrayList<>();
        List<Settlement> ended = end();
        submitted.forEach(spec -> core.admit(spec, turn));
        submitted.clear();
        said.forEach(award -> core.award(award, turn));
        ended.forEach(settlement -> core.settle(settlement, turn));
        boolean ticks = steps % STEPS_A_TICK == 0;
        if (ticks) {
            core.tick(turn);
        } else {
            core.fill(turn);
        }
        if (!ended.isEmpty()) {
            send(auction.settled(ended, now));
        }
        List<Offer> made = turn.offers().stream().map(this::offer).toList();
        if (!made.isEmpty()) {
            send(auction.offered(made, now));
        }
        if (ticks) {
            Plan plan = auction.tick(now);
            send(plan);
            while (plan.cut()) {
                plan = auction.tick(now);
                send(plan);
            }
        }
        nodes.values().forEach(this::begin);
    }

    private Offer offer(Turn.Wanted wanted) {
        offers++;
        JobSpec spec = wanted.spec();
        boolean carries = wanted.whole();
        payload += carries ? spec.payloadSize() : 0;
        return new Offer(
                spec.id(),
                wanted.attempt(),
                spec.type(),
                spec.needs(),
                spec.priority(),
                null,
                wanted.avoid(),
                wanted.rank(),
                !carries,
                carries ? new Json("\"" + "x".repeat(spec.payloadSize()) + "\"") : Json.NULL,
                null);
    }

    private void send(Plan plan) {
        for (Message message : plan.messages()) {
            switch (message) {
                case Award award -> awards.add(award);
                case Assignment assignment -> nodes.get(assignment.node()).queue.add(assignment);
                default -> throw new AssertionError(message);
            }
        }
    }

    private void begin(Node node) {
        while (node.running.size() < node.slots && !node.queue.isEmpty()) {
            AttemptRef attempt = node.queue.removeFirst().ref();
            JobId job = attempt.job();
            waited.putIfAbsent(job, Duration.between(admitted.get(job), now));
            node.running.add(new Running(attempt, now.plusMillis(millis.get(job))));
        }
    }

    private List<Settlement> end() {
        var ended = new ArrayList<Settlement>();
        for (Node node : nodes.values()) {
            for (Running one : List.copyOf(node.running)) {
                if (!one.until().isAfter(now)) {
                    node.running.remove(one);
                    ended.add(Settlement.succeeded(one.attempt(), node.id, Json.NULL, null));
                }
            }
        }
        settled.addAll(ended);
        return ended;
    }

    private void beat(Node node) {
        List<AttemptRef> held = new ArrayList<>();
        node.running.forEach(one -> held.add(one.attempt()));
        node.queue.forEach(one -> held.add(one.ref()));
        var heartbeat =
                new Heartbeat(
                        node.id,
                        "1",
                        ++node.seq,
                        node.capabilities,
                        node.slots,
                        node.running.size(),
                        false,
                        StandingBid.FREE,
                        held,
                        "test",
                        List.of());
        var delivery = new Delivery<>(heartbeat, now);
        core.heartbeat(delivery, new Turn(now));
        Plan plan = auction.heard(List.of(delivery), now);
        send(plan);
        while (plan.cut()) {
            plan = auction.tick(now);
            send(plan);
        }
    }

    Collection<Settlement> settled() {
        return settled;
    }

    long offers() {
        return offers;
    }

    long payload() {
        return payload;
    }

    Effort effort() {
        return auction.effort();
    }
}
