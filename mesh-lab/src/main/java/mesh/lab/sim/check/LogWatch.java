package mesh.lab.sim.check;

import java.time.Duration;
import java.time.Instant;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.core.store.Writes;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;

/// Reads the log as it is written, and follows each job by rules of its own.
final class LogWatch {
    /// Why an attempt was lost that its node did not name.
    private static final String UNNAMED = "its node no longer has it";

    private final Books books;
    private final LeaseWatch leases;
    private final Verdict verdict;

    LogWatch(Books books, LeaseWatch leases, Verdict verdict) {
        this.books = books;
        this.leases = leases;
        this.verdict = verdict;
    }

    void committed(Writes writes) {
        writes.admitted().forEach(books::admit);
        for (Turn.Happening happening : writes.turn().happenings()) {
            books.job(happening.job())
                    .ifPresentOrElse(
                            new Following(happening, writes)::in,
                            () -> {
                                verdict.broken(
                                        Invariant.LOG_IS_WHOLE,
                                        "there are events of an unknown job");
                            });
        }
    }

    /// One event, in the light of the turn.
    private final class Following {
        private final Turn.Happening happening;
        private final Writes writes;
        private JobBook job;

        Following(Turn.Happening happening, Writes writes) {
            this.happening = happening;
            this.writes = writes;
        }

        private void must(boolean holds, Invariant invariant, String detail) {
            if (!holds) {
                verdict.broken(invariant, "%s: %s, %s", job, happening.event(), detail);
            }
        }

        void in(JobBook known) {
            job = known;
            must(!job.ended(), Invariant.ENDS_ONCE, "after its end");
            must(
                    happening.seq() == job.seq + 1,
                    Invariant.LOG_IS_WHOLE,
                    "its place is " + happening.seq() + " after " + job.seq);
            job.seq = happening.seq();
            switch (happening.event()) {
                case JobEvent.Submitted submitted -> job.notBefore = submitted.notBefore();
                case JobEvent.Awarded awarded -> awarded(awarded.attempt(), awarded.node());
                case JobEvent.Started started -> started(started.attempt(), started.node());
                case JobEvent.Succeeded won -> succeeded(won);
                case JobEvent.AttemptFailed failed -> attemptFailed(failed);
                case JobEvent.AttemptLost lost -> attemptLost(lost);
                case JobEvent.Declined declined -> declined(declined.attempt(), declined.node());
                case JobEvent.Failed failed -> failed(failed);
                case JobEvent.Expired expired -> expired();
                case JobEvent.Cancelled cancelled -> cancelled();
            }
            must(
                    happening.after().name() == job.state
                            && happening.after().attempt() == job.attempt,
                    Invariant.STATE_IS_FOLD,
                    "the state after it is " + happening.after());
        }

        private AttemptRef ref() {
            return new AttemptRef(job.spec.id(), job.attempt);
        }

        private void awarded(int attempt, NodeId node) {
            must(job.state == StateName.QUEUED, Invariant.LOG_IS_WHOLE, "it was not queued");
            must(attempt == job.attempt + 1, Invariant.ATTEMPTS_RISE, "after " + job.attempt);
            job.attempt = attempt;
            job.node = node;
            job.state = StateName.ASSIGNED;
            job.heldSince = happening.at();
            must(books.hadIt(ref(), node), Invariant.SETTLED_FOR_REAL, "which nobody awarded");
            leases.held(job, happening.at());
        }

        private void started(int attempt, NodeId node) {
            held(attempt, node);
            must(job.state == StateName.ASSIGNED, Invariant.LOG_IS_WHOLE, "it was not assigned");
            job.state = StateName.RUNNING;
            leases.held(job, happening.at());
        }

        private void held(int attempt, NodeId node) {
            must(
                    job.isHeldBy(node, attempt),
                    job.isHeld() ? Invariant.SETTLED_BY_ITS_HOLDER : Invariant.SETTLED_ONCE,
                    "it does not hold it");
        }

        private Settlement settlement(int attempt, NodeId node, Outcome outcome) {
            held(attempt, node);
            must(
                    job.spec.deadline().filter(end -> !happening.at().isBefore(end)).isEmpty(),
                    Invariant.DEADLINE_HOLDS,
                    "its time was over");
            Settlement real = books.settlement(ref(), node).orElse(null);
            must(
                    real != null && real.outcome() == outcome,
                    Invariant.SETTLED_FOR_REAL,
                    "the node's word is " + real);
            return real;
        }

        private void succeeded(JobEvent.Succeeded event) {
            settlement(event.attempt(), event.node(), Outcome.SUCCEEDED);
            must(
                    event.result().equals(job.plan.result()),
                    Invariant.SETTLED_FOR_REAL,
                    "its result is " + job.plan.result());
            end(StateName.SUCCEEDED);
        }

        private void attemptFailed(JobEvent.AttemptFailed event) {
            settlement(event.attempt(), event.node(), Outcome.FAILED);
            must(!job.isLastTry(), Invariant.TRIES_COUNTED, "though no try was left");
            must(
                    event.error().code() != ErrorCode.RESULT_TOO_LARGE,
                    Invariant.TRIES_COUNTED,
                    "which no retry can mend");
            job.tries++;
            backsOff(event.notBefore());
            again(event.notBefore());
        }

        /// One second, doubled with each failure up to thirty, a fifth more or less.
        private void backsOff(Instant until) {
            long millis = Math.min(30_000, 1_000L << Math.min(job.tries - 1, 20));
            long waits = until == null ? 0 : Duration.between(happening.at(), until).toMillis();
            must(
                    waits >= millis * 4 / 5 && waits <= millis * 6 / 5,
                    Invariant.BACKS_OFF,
                    "it waits %d ms instead of about %d".formatted(waits, millis));
        }

        private void attemptLost(JobEvent.AttemptLost event) {
            held(event.attempt(), event.node());
            must(!job.isLastTry(), Invariant.TRIES_COUNTED, "though no try was left");
            if (event.reason().equals(UNNAMED)) {
                must(
                        !leases.wasSettled(job),
                        Invariant.SETTLED_IS_NOT_MISSED,
                        "the broker had its settlement before the heartbeats");
            }
            lost();
            job.tries++;
            job.losses++;
            if (job.losses > 1) {
                backsOff(event.notBefore());
            }
            again(event.notBefore());
        }

        /// A loss is the core's word, or the node's that it was stopped though nobody asked.
        private void lost() {
            boolean stopped =
                    books.settlement(ref(), job.node)
                            .filter(word -> word.outcome() == Outcome.CANCELLED)
                            .isPresent();
            if (!stopped) {
                must(
                        leases.mayBeLost(job, happening.at()),
                        Invariant.LEASE_HOLDS,
                        leases.describe(job, happening.at()));
                toldToStop();
            }
        }

        private void declined(int attempt, NodeId node) {
            held(attempt, node);
            again(null);
        }

        private void again(Instant notBefore) {
            leases.left(job);
            job.state = StateName.QUEUED;
            job.node = null;
            job.notBefore = notBefore;
        }

        private void failed(JobEvent.Failed event) {
            held(event.attempt(), event.node());
            JobError error = event.error();
            if (error.code() == ErrorCode.ATTEMPTS_EXHAUSTED) {
                lost();
            } else {
                settlement(event.attempt(), event.node(), Outcome.FAILED);
            }
            must(
                    job.isLastTry() || error.code() == ErrorCode.RESULT_TOO_LARGE,
                    Invariant.TRIES_COUNTED,
                    "after %d of %d tries".formatted(job.tries + 1, job.spec.maxAttempts()));
            end(StateName.FAILED);
        }

        private void expired() {
            must(
                    job.spec.deadline().filter(end -> !happening.at().isBefore(end)).isPresent(),
                    Invariant.DEADLINE_HOLDS,
                    "its time was not over");
            toldToStop();
            end(StateName.EXPIRED);
        }

        private void cancelled() {
            must(job.cancelAsked, Invariant.LOG_IS_WHOLE, "which nobody asked for");
            toldToStop();
            end(StateName.CANCELLED);
        }

        private void toldToStop() {
            if (job.isHeld()) {
                Control word = Control.cancel(job.node, job.spec.id(), job.attempt);
                must(
                        writes.turn().controls().contains(word),
                        Invariant.TOLD_TO_STOP,
                        "and its node is not told");
            }
        }

        private void end(StateName state) {
            leases.left(job);
            job.state = state;
            books.ended(job);
        }
    }
}
