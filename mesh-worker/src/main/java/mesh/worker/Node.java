package mesh.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Usage;
import mesh.worker.handler.Handlers;
import mesh.worker.node.Attempts;
import mesh.worker.node.Ending;
import mesh.worker.node.Sayings;
import mesh.worker.node.Settled;
import mesh.worker.node.Step;

/// Carries out what {@link Attempts} decides: starts and stops handlers, and hands what is to be
/// said to the {@link Outbox}. Safe for use by many threads; nothing it does blocks.
final class Node implements AutoCloseable {

    /// What a heartbeat says of the node's work.
    ///
    /// @param settled the newest settlement that the broker took, if there is one
    record Load(int busy, boolean draining, List<AttemptRef> held, List<AttemptRef> settled) {
        /// As many of them as a heartbeat names.
        List<AttemptRef> named() {
            return isPartly() ? held.subList(0, Heartbeat.MOST_NAMED) : held;
        }

        boolean isPartly() {
            return held.size() > Heartbeat.MOST_NAMED;
        }
    }

    /// How long the last settlements may take to the broker.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /// How often it is looked at whether what waits comes to its turn.
    private static final Duration LOOK_BACK = Duration.ofSeconds(1);

    private final Attempts attempts;
    private final Settled settled = new Settled();
    private final Handlers handlers;
    private final Execution.Surroundings surroundings;
    private final Duration grace;
    private final Outbox outbox;
    private final Map<AttemptRef, Execution> executions = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean looksBack;
    private final Condition changed = lock.newCondition();

    Node(
            NodeId name,
            Attempts attempts,
            Handlers handlers,
            Execution.Surroundings surroundings,
            Duration grace,
            Link link) {
        this.attempts = attempts;
        this.handlers = handlers;
        this.surroundings = surroundings;
        this.grace = grace;
        this.outbox = new Outbox(link, new Sayings(name), this::sent, FAREWELL);
    }

    void start() {
        outbox.start();
    }

    /// Takes assignments in; runs none of them on the caller's thread.
    List<Message> assigned(List<Delivery<Assignment>> batch) {
        batch.forEach(delivery -> decide(those -> those.assigned(delivery.message())));
        return List.of();
    }

    void cancel(AttemptRef attempt) {
        decide(those -> those.cancelled(attempt));
    }

    void drain() {
        decide(Attempts::drain);
    }

    private void sent(List<Message> messages) {
        var taken = new ArrayList<AttemptRef>();
        for (Message message : messages) {
            if (message instanceof Settlement settlement) {
                taken.add(settlement.ref());
            }
        }
        decide(
                those -> {
                    settled.add(taken);
                    return those.sent(taken);
                });
    }

    private void ended(AttemptRef attempt, Ending ending, Usage usage) {
        decide(
                those -> {
                    executions.remove(attempt);
                    return those.ended(attempt, ending, usage);
                });
    }

    Load load() {
        lock.lock();
        try {
            return new Load(attempts.busy(), attempts.draining(), attempts.held(), settled.named());
        } finally {
            lock.unlock();
        }
    }

    private void decide(Function<Attempts, List<Step>> decision) {
        lock.lock();
        try {
            var steps = new ArrayDeque<>(decision.apply(attempts));
            while (!steps.isEmpty()) {
                steps.addAll(carryOut(steps.poll()));
            }
            lookBack();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// While something waits, it is looked at once in a while whether its turn comes.
    private void lookBack() {
        if (!looksBack && attempts.waiting() > 0) {
            looksBack = true;
            CompletableFuture.delayedExecutor(LOOK_BACK.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(
                            () ->
                                    decide(
                                            those -> {
                                                looksBack = false;
                                                return those.giveBack();
                                            }));
        }
    }

    /// @return what else is to be done because of it
    private List<Step> carryOut(Step step) {
        switch (step) {
            case Step.Start(Assignment assignment) -> {
                return start(assignment);
            }
            case Step.Stop(AttemptRef attempt) -> {
                if (attempts.cancelling(attempt)) {
                    outbox.speech().silence(attempt);
                }
                Execution execution = executions.get(attempt);
                execution.stop();
                CompletableFuture.delayedExecutor(
                                Stopping.handler(grace).toNanos(), TimeUnit.NANOSECONDS)
                        .execute(() -> giveUp(execution));
            }
            case Step.Settle(Settlement settlement) -> outbox.settle(settlement);
        }
        return List.of();
    }

    /// What cannot be started, as where memory is short, has failed: it must not hold its slot, nor
    /// what is decided beside it.
    private List<Step> start(Assignment assignment) {
        AttemptRef attempt = assignment.ref();
        try {
            var execution =
                    new Execution(
                            assignment,
                            handlers.get(assignment.type()).orElseThrow(),
                            surroundings,
                            outbox.speech(),
                            this::ended);
            executions.put(attempt, execution);
            outbox.speech().open(attempt, assignment.checkpoint());
            execution.start();
            return List.of();
        } catch (Throwable impossible) {
            executions.remove(attempt);
            String why = "it could not be started: " + impossible.getClass().getSimpleName();
            return attempts.ended(
                    attempt,
                    new Ending.Failed(new JobError(ErrorCode.HANDLER_ERROR, why)),
                    Usage.NONE);
        }
    }

    /// A handler that ignores the order to stop is not waited for longer than the grace, nor longer
    /// than 5 seconds. Not on a virtual thread: such handlers may hold every carrier.
    private void giveUp(Execution execution) {
        decide(those -> those.abandoned(execution.attempt(), execution.usage()));
    }

    /// Lets what runs end, stops what does not within the grace, and waits until the broker has the
    /// last word on all of it.
    void finish() {
        drain();
        await(grace, () -> attempts.running().isEmpty());
        decide(Attempts::leave);
        // Whatever does not stop is abandoned, and so settled, when the grace is over.
        await(grace.plus(FAREWELL), () -> attempts.held().isEmpty());
    }

    /// Sends what came since, and nothing after that.
    @Override
    public void close() {
        outbox.close();
    }

    private void await(Duration patience, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
