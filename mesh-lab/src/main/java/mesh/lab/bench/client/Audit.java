package mesh.lab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.lab.process.Timing;
import mesh.protocol.json.MeshJson;

/// Looks whether what was measured was really done: every job that was answered with 202 succeeded,
/// and results are there to be read by id.
public final class Audit {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Duration STUCK = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Site site;
    private final StatsWatch stats;
    private final Reading before;

    /// @param before from which on jobs are counted
    public Audit(Site site, StatsWatch stats, Reading before) {
        this.site = site;
        this.stats = stats;
        this.before = before;
    }

    /// Waits until nothing is open.
    ///
    /// @throws IOException saying what is wrong: jobs that do not end, ended otherwise, are too
    ///     many or too few
    public Reading settled(long submitted) throws IOException, InterruptedException {
        Reading now = stats.next();
        long moved = System.nanoTime();
        while (now.open() > before.open() || now.succeeded() - before.succeeded() < submitted) {
            Timing.pause(LOOK);
            Reading next = stats.next();
            if (next.succeeded() != now.succeeded()) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STUCK.toNanos()) {
                throw new IOException(
                        "%d of %d jobs have not succeeded, and none did for %d s"
                                .formatted(
                                        submitted - (next.succeeded() - before.succeeded()),
                                        submitted,
                                        STUCK.toSeconds()));
            }
            now = next;
        }
        long succeeded = now.succeeded() - before.succeeded();
        long failed = now.failed() - before.failed();
        if (succeeded != submitted || failed != 0) {
            throw new IOException(
                    "of %d jobs %d succeeded and %d ended otherwise"
                            .formatted(submitted, succeeded, failed));
        }
        return now;
    }

    /// Reads some of these jobs and their results.
    ///
    /// @param answers of the calls that submitted them
    /// @throws IOException where one is not as it should be
    public void read(List<byte[]> answers, int most) throws IOException {
        List<String> ids = ids(answers);
        try (var connection = new Connection(site)) {
            for (int i = 0; i < Math.min(most, ids.size()); i++) {
                String id = ids.get((int) ((long) i * ids.size() / Math.min(most, ids.size())));
                JsonNode job =
                        MeshJson.MAPPER.readTree(
                                connection.send(site.get("/v1/jobs/" + id)).orFail().body());
                if (!job.path("state").asText().equals("succeeded")
                        || !job.path("result").toString().equals(Work.RESULT)) {
                    throw new IOException(
                            "the job %s is not as it should be: %s".formatted(id, job));
                }
            }
        }
    }

    private static List<String> ids(List<byte[]> answers) {
        var ids = new ArrayList<String>();
        for (byte[] answer : answers) {
            Matcher matcher = ID.matcher(new String(answer, StandardCharsets.UTF_8));
            while (matcher.find()) {
                ids.add(matcher.group());
            }
        }
        return ids;
    }
}
