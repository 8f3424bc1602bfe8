package mesh.artemis.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.protocol.link.LinkException;

/// One connection to the broker that many sessions share. It is opened when it is needed and again
/// when it broke. The client library's own reconnection is off: it would hold a caller for as long
/// as the broker is away, and would bring back consumers on queues that are gone.
final class Line implements AutoCloseable {
    /// How long one call of the broker may take, and how long a sender waits for its word.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A party that says nothing for so long is gone, for the broker. Connections within the
    /// process need no pings.
    static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Way way;
    private Life open;
    private CompletableFuture<Life> opening;
    private boolean closed;

    Line(Way way) {
        this.way = way;
    }

    /// The connection, made now if there is none. Those who ask while it is being made wait for the
    /// same one, none of them longer than {@link #PATIENCE}.
    ///
    /// @throws LinkException when the broker cannot be reached or does not let this party in
    Life open() {
        try {
            return opening().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            LinkException told = (LinkException) failed.getCause();
            throw new LinkException(told.getMessage(), told.getCause());
        } catch (TimeoutException silent) {
            throw unreachable("it said nothing within " + PATIENCE.toSeconds() + " s", silent);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", stopping);
        }
    }

    private synchronized CompletableFuture<Life> opening() {
        if (closed) {
            throw new LinkException("the link of " + way.name() + " is closed", null);
        }
        if (open != null && open.broken().isDone()) {
            discard();
        }
        if (open != null) {
            return CompletableFuture.completedFuture(open);
        }
        if (opening == null) {
            var attempt = new CompletableFuture<Life>();
            opening = attempt;
            Thread.ofVirtual().name("connect").start(() -> connect(attempt));
        }
        return opening;
    }

    private void connect(CompletableFuture<Life> attempt) {
        try {
            Life made = way.connect(attempt::isDone);
            keep(made);
            attempt.complete(made);
        } catch (LinkException told) {
            forget();
            attempt.completeExceptionally(told);
        } catch (Throwable unforeseen) {
            forget();
            attempt.completeExceptionally(unreachable(unforeseen.toString(), unforeseen));
        }
    }

    private synchronized void keep(Life made) {
        opening = null;
        open = made;
        if (closed) {
            discard();
        }
    }

    /// Whoever asks in the next moment hears the same: senders that try again without a pause are
    /// not to make connections as fast as a proxy can end them.
    private void forget() {
        CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(
                        () -> {
                            synchronized (this) {
                                opening = null;
                            }
                        });
    }

    private LinkException unreachable(String why, Throwable cause) {
        return Failures.unreachable(way.url(), why, cause);
    }

    String url() {
        return way.url();
    }

    boolean isWithin() {
        return way.isWithin();
    }

    /// Takes the connection for lost, so that the next who needs it makes another.
    synchronized void giveUp() {
        if (open != null) {
            open.broken().complete(null);
        }
    }

    /// A broker that hangs does not answer to a farewell either, and nobody waits for that.
    private void discard() {
        Life old = open;
        open = null;
        Thread.ofVirtual().name("disconnect").start(old::close);
    }

    @Override
    public void close() {
        Life last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
