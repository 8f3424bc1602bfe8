package mesh.lab.bench.latency;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.lab.bench.client.Answer;
import mesh.lab.bench.client.Connection;
import mesh.lab.bench.client.Site;
import mesh.lab.bench.client.Work;
import mesh.lab.process.Timing;

/// Submits each job when it is due, however the mesh does: from a few connections, each of which
/// takes whatever is due when it is free. What is late because all are busy goes in one call; its
/// latency counts from when it was due all the same.
final class OpenLoop {
    private final Site site;
    private final int connections;
    private final int most;
    private final long begin;
    private final long[] due;
    private final Meeting meeting;
    private int next;
    private volatile Exception failed;

    /// @param most jobs in one call
    /// @param begin of {@link System#nanoTime}
    /// @param due from then on, in order
    OpenLoop(Site site, int connections, int most, long begin, long[] due, Meeting meeting) {
        this.site = site;
        this.connections = connections;
        this.most = most;
        this.begin = begin;
        this.due = due;
        this.meeting = meeting;
    }

    /// Some jobs that are due.
    private record Some(int from, int to) {}

    /// Returns when all are submitted.
    ///
    /// @throws IOException where the mesh did not take one
    void run() throws IOException, InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 1; i <= connections; i++) {
            threads.add(Thread.ofPlatform().daemon().name("open-loop-" + i).start(this::submit));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        if (failed != null) {
            throw new IOException("a client failed: " + failed.getMessage(), failed);
        }
    }

    private void submit() {
        var requests = new byte[most + 1][];
        try (var connection = new Connection(site)) {
            for (Some some = take(); some.from < some.to && failed == null; some = take()) {
                int jobs = some.to - some.from;
                if (requests[jobs] == null) {
                    requests[jobs] = Work.request(site, jobs);
                }
                tell(send(connection, requests[jobs]), some);
            }
        } catch (IOException | RuntimeException unexpected) {
            failed = unexpected;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// A mesh that says it has too much is asked again: the jobs wait meanwhile, and it counts.
    private static Answer send(Connection connection, byte[] request)
            throws IOException, InterruptedException {
        Answer answer = connection.send(request);
        while (answer.busy()) {
            Timing.pause(Duration.ofSeconds(Math.max(1, answer.retryAfter())));
            answer = connection.send(request);
        }
        return answer.orFail();
    }

    /// Waits until the next is due, and takes it and all others that are.
    private synchronized Some take() throws InterruptedException {
        int from = next;
        if (from == due.length) {
            return new Some(from, from);
        }
        Timing.awaitNanoTime(begin + due[from]);
        long now = System.nanoTime() - begin;
        while (next < due.length && next - from < most && due[next] <= now) {
            next++;
        }
        next = Math.max(next, from + 1);
        return new Some(from, next);
    }

    private void tell(Answer answer, Some some) throws IOException {
        List<UUID> ids = Ids.in(answer);
        if (ids.size() != some.to - some.from) {
            throw new IOException("%d jobs got %d ids".formatted(some.to - some.from, ids.size()));
        }
        for (int i = 0; i < ids.size(); i++) {
            meeting.due(ids.get(i), begin + due[some.from + i]);
        }
    }
}
