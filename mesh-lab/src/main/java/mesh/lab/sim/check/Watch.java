package mesh.lab.sim.check;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mesh.core.service.SteppedCore;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.lab.sim.JobPlan;
import mesh.lab.sim.NodePlan;
import mesh.lab.sim.Trace;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.Owner;
import mesh.lab.sim.wire.Tap;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;

/// Hears of everything in a run and tells it to those who watch over one concern each.
public final class Watch implements Tap {
    private final Timeline timeline;
    private final Trace trace;
    private final Verdict verdict = new Verdict();
    private final Books books;
    private final LeaseWatch leases;
    private final LogWatch log;
    private final OfferWatch offers;
    private final MarketWatch market;
    private final NodeWatch nodes;
    private final ClientWatch clients;
    private final CoreWatch core;

    public Watch(Timeline timeline, Trace trace, List<JobPlan> jobs, List<NodePlan> nodePlans) {
        this.timeline = timeline;
        this.trace = trace;
        books = new Books(jobs);
        leases = new LeaseWatch(books, verdict);
        log = new LogWatch(books, leases, verdict);
        offers = new OfferWatch(books, verdict);
        market = new MarketWatch(books, nodePlans, verdict);
        nodes = new NodeWatch(books, verdict);
        clients = new ClientWatch(books, verdict);
        core = new CoreWatch(books, leases, verdict);
    }

    public Verdict verdict() {
        return verdict;
    }

    public ClientWatch clients() {
        return clients;
    }

    private static boolean isCore(Owner owner) {
        return owner.name().equals("core");
    }

    private static boolean isAuction(Owner owner) {
        return owner.name().equals("auction");
    }

    @Override
    public void routed(Owner sender, Message message) {
        trace.add("taken", sender.name(), Words.of(message));
        if (isAuction(sender) && message instanceof Award award) {
            var attempt = new AttemptRef(award.job(), award.attempt());
            if (award.node() != null) {
                books.awards(attempt, award.node());
            } else if (award.reason() == NoAward.READY) {
                offers.calls(attempt);
            }
        }
        if (message instanceof Settlement settlement
                && sender.name().equals(settlement.node().value())) {
            books.taken(settlement.ref(), settlement.node(), timeline.instant());
        }
    }

    @Override
    public void sending(Owner sender, List<? extends Message> messages) {
        if (isCore(sender)) {
            offers.sends(messages, timeline.now(), timeline.instant());
        } else if (isAuction(sender)) {
            market.says(messages);
        }
    }

    @Override
    public void arriving(Owner reader, List<? extends Delivery<?>> batch) {
        for (Delivery<?> delivery : batch) {
            trace.add("given", reader.name(), Words.of(delivery.message()));
            if (isAuction(reader)) {
                auctionHears(delivery);
            } else if (isCore(reader) && delivery.message() instanceof Progress progress) {
                leases.progress(progress, timeline.instant());
            }
        }
        if (isCore(reader) && batch.getFirst().message() instanceof Heartbeat) {
            leases.heartbeats(
                    batch.stream()
                            .map(one -> new Delivery<>((Heartbeat) one.message(), one.at()))
                            .toList(),
                    timeline.instant());
        }
    }

    private void auctionHears(Delivery<?> delivery) {
        switch (delivery.message()) {
            case Heartbeat beat -> market.heartbeat(new Delivery<>(beat, delivery.at()));
            case Settlement settlement -> market.settled(settlement);
            case Offer offer -> market.offered(offer);
            default -> {}
        }
    }

    @Override
    public void handled(
            Owner reader, List<? extends Delivery<?>> batch, List<? extends Message> answers) {
        if (isAuction(reader)) {
            market.says(answers);
        } else if (isCore(reader)) {
            batch.forEach(
                    delivery -> {
                        if (delivery.message() instanceof Settlement settlement) {
                            books.reads(settlement);
                        }
                    });
        }
    }

    @Override
    public void failed(Owner reader, List<? extends Delivery<?>> batch) {
        trace.add("failed", reader.name(), batch.size());
        if (isCore(reader) && batch.getFirst().message() instanceof Heartbeat) {
            leases.notTaken();
        }
        if (reader.runs() && (!isCore(reader) || core.isDiskWell())) {
            verdict.broken(Invariant.HARMS_NOBODY, "%s failed on %s", reader.name(), batch);
        }
    }

    @Override
    public void acknowledged(Owner reader, List<? extends Delivery<?>> batch) {
        if (!isCore(reader)) {
            return;
        }
        for (Delivery<?> delivery : batch) {
            switch (delivery.message()) {
                case Settlement settlement -> core.acknowledged(settlement, timeline.instant());
                case Heartbeat beat -> core.acknowledged(beat, timeline.instant());
                default -> {}
            }
        }
    }

    @Override
    public void departed(Owner reader, NodeId node, boolean taken) {
        trace.add("departed", reader.name(), node, taken ? "" : "to be told again");
        if (isAuction(reader)) {
            market.departed(node);
        } else if (isCore(reader)) {
            leases.departed(node, timeline.instant(), taken);
            core.departed(node);
        }
    }

    @Override
    public void cutOff(Owner party) {
        if (isCore(party)) {
            leases.cutOff(timeline.instant());
        }
    }

    public void committed(Writes writes) {
        writes.turn()
                .happenings()
                .forEach(one -> trace.add("event", one.job(), one.seq(), Words.of(one.event())));
        try {
            log.committed(writes);
        } catch (RuntimeException blunder) {
            verdict.blunder(blunder);
        }
    }

    /// The disk did not do what it was told, or did not say so.
    public void diskFailed() {
        core.diskFailed();
    }

    public void storeRefused(StoreException refused) {
        verdict.broken(Invariant.STORE_TAKES, "it said %s", refused.getMessage());
    }

    public void coreRestores(Store from) {
        core.starts(from);
        trace.add("core", "reads its disk");
        leases.restored(timeline.instant());
        offers.restored(timeline.now());
    }

    /// The core has done something, and a tick is not long ago.
    public void coreActed(SteppedCore running) {
        core.acted(running, timeline.instant());
    }

    public void auctionStarts(InstantSource clock) {
        market.starts(clock);
    }

    public void nodeStarts(NodePlan node, String incarnation) {
        nodes.starts(node);
    }

    public void nodeDies(NodePlan node) {
        nodes.dies(node);
    }

    public void settles(Settlement settlement) {
        books.settles(settlement);
    }

    public void runs(NodePlan node, AttemptRef attempt, JobPlan job) {
        trace.add("runs", node.id(), attempt);
        nodes.runs(node, attempt, job);
    }

    public void ends(NodePlan node, AttemptRef attempt) {
        trace.add("ends", node.id(), attempt);
        nodes.ends(node, attempt);
    }

    /// A second has passed in which nothing went wrong.
    ///
    /// @param coreRuns whether the core is there: it may still be down from before
    public void calm(boolean coreRuns) {
        nodes.calm(timeline.now(), coreRuns);
        nodes.calm(timeline.now(), coreRuns, timeline.instant());
    }

    /// How many jobs have not ended.
    public int open() {
        return books.open().size();
    }

    /// An open job, for whoever asks why it is.
    public String firstOpen() {
        return books.open().stream().findFirst().map(JobBook::toString).orElse("none");
    }

    public int jobs() {
        return books.jobs().size();
    }

    public List<JobId> openJobs() {
        return books.open().stream().map(job -> job.spec.id()).toList();
    }

    public List<JobId> allJobs() {
        return books.jobs().stream().map(job -> job.spec.id()).toList();
    }

    /// Who holds a job now, by the disk; empty for nobody.
    public Optional<NodeId> holder(JobId id) {
        return books.job(id).filter(JobBook::isHeld).map(job -> job.node);
    }

    /// Whether this start of a node is the newest that the core was told of, and its disk knows.
    public boolean coreKnows(NodeId node, String incarnation) {
        return leases.heard(node, incarnation) && core.isStored(incarnation);
    }

    public int attempt(JobId id) {
        return books.job(id).map(job -> job.attempt).orElse(0);
    }

    /// When an attempt was first offered; empty where it never was.
    public Optional<Long> offeredSince(AttemptRef attempt) {
        return books.offeredSince(attempt);
    }

    public Optional<JobPlan> plan(JobId id) {
        return books.job(id).map(job -> job.plan);
    }

    public void broken(Invariant invariant, String detail) {
        verdict.broken(invariant, "%s", detail);
    }
}
