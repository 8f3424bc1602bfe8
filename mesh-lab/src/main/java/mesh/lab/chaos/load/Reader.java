package mesh.lab.chaos.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import mesh.lab.process.Timing;
import mesh.protocol.JobId;

/// A client that looks again and again at some of the jobs that were acknowledged, while things
/// break: each must be known at every moment, and what has ended stays ended. It asks twenty times
/// a second, and looks at each of its jobs for about twenty seconds.
public final class Reader {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST = 40;
    private static final int LOOKS = 10;
    private static final int NOT_FOUND = 404;
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "expired", "cancelled");

    private final MeshHttp http;
    private final Ledger ledger;
    private final Deque<Known> known = new ArrayDeque<>();
    private JobId newest;

    /// @param end that it was seen to have; empty while it had none
    /// @param left how often it is looked at yet
    private record Known(JobId id, Optional<String> end, int left) {}

    public Reader(MeshHttp http, Ledger ledger) {
        this.http = http;
        this.ledger = ledger;
    }

    /// Looks until it is interrupted.
    public void run() {
        try {
            while (true) {
                look();
                Timing.pause(PAUSE);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unexpected) {
            ledger.finding("the reading client itself failed: " + unexpected);
        }
    }

    /// Looks at one job.
    void look() {
        JobId last = ledger.lastAcknowledged();
        if (known.size() < MOST && last != null && !last.equals(newest)) {
            newest = last;
            known.addFirst(new Known(last, Optional.empty(), LOOKS));
        }
        Known next = known.pollFirst();
        if (next == null) {
            return;
        }
        Known now = read(next);
        if (now.left() > 0) {
            known.addLast(now);
        }
    }

    private Known read(Known job) {
        Reply reply = http.get("/v1/jobs/" + job.id());
        if (reply.ok()) {
            return seen(job, reply.body().path("state").asText());
        }
        ledger.count(reply.answered() ? "read: %d".formatted(reply.status()) : "read: no answer");
        if (reply.status() == NOT_FOUND) {
            ledger.finding(
                    "the acknowledged job %s is not known to whoever reads".formatted(job.id()));
            return new Known(job.id(), job.end(), 0);
        }
        if (reply.answered() && !reply.busy()) {
            ledger.finding("reading job %s was answered with %s".formatted(job.id(), reply.text()));
        }
        return job;
    }

    private Known seen(Known job, String state) {
        ledger.count("read");
        if (job.end().isPresent() && !job.end().get().equals(state)) {
            ledger.finding(
                    "job %s had ended as %s, and was %s later"
                            .formatted(job.id(), job.end().get(), state));
            return new Known(job.id(), job.end(), 0);
        }
        return new Known(
                job.id(),
                ENDS.contains(state) ? Optional.of(state) : Optional.empty(),
                job.left() - 1);
    }
}
