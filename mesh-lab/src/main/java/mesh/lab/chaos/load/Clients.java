package mesh.lab.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import mesh.lab.process.Timing;
import mesh.protocol.JobId;

/// What a well-behaved client does with one order until it knows what became of it: it comes again
/// when it is asked to, and repeats under the same key what got no answer.
final class Clients {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final MeshHttp http;
    private final Ledger ledger;
    private final BooleanSupplier troubled;
    private final Duration patience;

    /// @param troubled whether something is down just now, so that a broken connection is no news
    /// @param patience after which a client gives up
    Clients(MeshHttp http, Ledger ledger, BooleanSupplier troubled, Duration patience) {
        this.http = http;
        this.ledger = ledger;
        this.troubled = troubled;
        this.patience = patience;
    }

    /// @param due when it was to be submitted, in {@link System#nanoTime}
    void place(Order order, long due) throws InterruptedException {
        Outcome outcome = insist(order);
        switch (outcome) {
            case Outcome.Taken(List<String> ids) -> taken(order, ids, due);
            case Outcome.Refused(String reason) ->
                    order.jobs().forEach(job -> ledger.refused(job, reason));
            case Outcome.Unknown(String why) ->
                    order.jobs().forEach(job -> ledger.indeterminate(job, why));
        }
    }

    private sealed interface Outcome {
        record Taken(List<String> ids) implements Outcome {}

        record Refused(String reason) implements Outcome {}

        record Unknown(String why) implements Outcome {}
    }

    private Outcome insist(Order order) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        boolean perhapsThere = false;
        while (true) {
            Reply reply = http.post(order.path(), order.body(), order.headers());
            if (reply.ok()) {
                List<String> ids = order.ids(reply);
                if (ids.size() == order.jobs().size()) {
                    return new Outcome.Taken(ids);
                }
                ledger.finding(
                        "%d jobs were submitted, %d ids answered"
                                .formatted(order.jobs().size(), ids.size()));
                return new Outcome.Unknown("a wrong answer");
            }
            note("submit", reply);
            if (reply.answered() && !reply.busy()) {
                return new Outcome.Refused(reply.text());
            }
            perhapsThere |= !reply.answered() && reply.sent();
            boolean mayRepeat = order.key().isPresent() || !perhapsThere;
            if (!mayRepeat || System.nanoTime() > end) {
                return perhapsThere
                        ? new Outcome.Unknown(reply.text())
                        : new Outcome.Refused(reply.text());
            }
            pause = pause(reply, pause);
        }
    }

    private Duration pause(Reply reply, Duration pause) throws InterruptedException {
        Duration asked = reply.retryAfter().orElse(pause);
        // Jitter, as otherwise all come back at once.
        Timing.pause(
                asked.plus(
                        asked.multipliedBy(ThreadLocalRandom.current().nextInt(50))
                                .dividedBy(100)));
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    /// Counts what is no success, and keeps what must not be.
    private void note(String what, Reply reply) {
        if (!reply.answered()) {
            ledger.count(what + ": " + (reply.sent() ? "connection cut" : "no connection"));
            if (!troubled.getAsBoolean()) {
                ledger.finding(what + " while nothing was down: " + reply.text());
            }
        } else {
            ledger.count("%s: %d".formatted(what, reply.status()));
            if (!reply.busy()) {
                ledger.finding(what + " was answered with " + reply.text());
            } else if (reply.retryAfter().isEmpty()) {
                ledger.finding(
                        what
                                + " was answered with %d without Retry-After"
                                        .formatted(reply.status()));
            }
        }
    }

    private void taken(Order order, List<String> ids, long due) throws InterruptedException {
        Instant now = Instant.now();
        long millis = Duration.ofNanos(System.nanoTime() - due).toMillis();
        var cancelling = new ArrayList<Thread>();
        for (int i = 0; i < ids.size(); i++) {
            JobMix.Wanted job = order.jobs().get(i);
            Optional<JobId> id = JobId.parse(ids.get(i));
            if (id.isPresent()) {
                ledger.acknowledged(job, id.get(), now, millis);
                job.cancelAfter()
                        .map(
                                wait ->
                                        Thread.ofVirtual()
                                                .start(() -> cancel(job.key(), id.get(), wait)))
                        .ifPresent(cancelling::add);
            } else {
                ledger.finding("an id was answered that is none: " + ids.get(i));
                ledger.indeterminate(job, "a wrong answer");
            }
        }
        if (order.repeats()) {
            repeat(order, ids);
        }
        for (Thread cancel : cancelling) {
            cancel.join();
        }
    }

    /// Says the same again under the same key: it must be answered with the same jobs, also by a
    /// core that was started again meanwhile.
    private void repeat(Order order, List<String> ids) throws InterruptedException {
        Timing.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(6_000)));
        switch (insist(order)) {
            case Outcome.Taken(List<String> again) -> {
                ledger.count("repeated under its key");
                if (!again.equals(ids)) {
                    ledger.finding(
                            "the Idempotency-Key %s stood for %s, and then for %s"
                                    .formatted(order.key().orElseThrow(), ids, again));
                }
            }
            case Outcome.Refused(String reason) -> ledger.count("a repeat was not answered");
            case Outcome.Unknown(String why) -> ledger.count("a repeat was not answered");
        }
    }

    private void cancel(String key, JobId id, Duration wait) {
        try {
            Timing.pause(wait);
            long end = System.nanoTime() + patience.toNanos();
            Duration pause = FIRST_PAUSE;
            while (System.nanoTime() < end) {
                Reply reply = http.post("/v1/jobs/" + id + "/cancel", "", Map.of());
                if (reply.ok()) {
                    ledger.count("cancelled");
                    ledger.mustBeCancelled(key);
                    return;
                }
                if (reply.status() == CONFLICT) {
                    ledger.count("cancel: ended already");
                    return;
                }
                if (reply.status() == NOT_FOUND) {
                    ledger.finding("the acknowledged job %s is not known to cancel".formatted(id));
                    return;
                }
                note("cancel", reply);
                pause = pause(reply, pause);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
