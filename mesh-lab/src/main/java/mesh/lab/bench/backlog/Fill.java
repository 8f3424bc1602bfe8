package mesh.lab.bench.backlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.lab.bench.client.Answer;
import mesh.lab.bench.client.Connection;
import mesh.lab.bench.client.Site;
import mesh.lab.process.Timing;

/// Submits jobs that wait, until so many do.
final class Fill {
    private static final int CLIENTS = 2;
    private static final int MOST_PER_CALL = 1_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Site site;
    private final IntFunction<byte[]> requests;
    private final AtomicInteger left;
    private final AtomicReference<IOException> failed = new AtomicReference<>();
    private final AtomicReference<byte[]> last = new AtomicReference<>();

    private Fill(Site site, int jobs, IntFunction<byte[]> requests) {
        this.site = site;
        this.requests = requests;
        this.left = new AtomicInteger(jobs);
    }

    /// Returns when all are answered with 202.
    ///
    /// @param requests makes one that submits so many
    /// @return the ids of some of them
    static List<String> with(Site site, int jobs, IntFunction<byte[]> requests)
            throws IOException, InterruptedException {
        var fill = new Fill(site, jobs, requests);
        var clients = new ArrayList<Thread>();
        for (int client = 1; client <= CLIENTS; client++) {
            clients.add(Thread.ofPlatform().daemon().name("fill-" + client).start(fill::client));
        }
        for (Thread client : clients) {
            client.join();
        }
        if (fill.failed.get() != null) {
            throw fill.failed.get();
        }
        return ids(fill.last.get());
    }

    private static List<String> ids(byte[] answer) {
        var ids = new ArrayList<String>();
        Matcher matcher = ID.matcher(new String(answer, StandardCharsets.UTF_8));
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }

    private void client() {
        try (var connection = new Connection(site)) {
            byte[] request = requests.apply(MOST_PER_CALL);
            for (int mine = take(); mine > 0 && failed.get() == null; mine = take()) {
                submit(connection, mine == MOST_PER_CALL ? request : requests.apply(mine));
            }
        } catch (IOException | RuntimeException wrong) {
            failed.compareAndSet(
                    null, wrong instanceof IOException io ? io : new IOException(wrong));
        } catch (InterruptedException stopped) {
            failed.compareAndSet(null, new IOException("interrupted", stopped));
        }
    }

    private int take() {
        return Math.min(MOST_PER_CALL, left.getAndAdd(-MOST_PER_CALL));
    }

    /// A mesh that has enough for now says when to come again.
    private void submit(Connection connection, byte[] request)
            throws IOException, InterruptedException {
        Answer answer = connection.send(request);
        while (answer.busy()) {
            Timing.pause(Duration.ofSeconds(Math.max(1, answer.retryAfter())));
            answer = connection.send(request);
        }
        last.set(answer.orFail().body());
    }
}
