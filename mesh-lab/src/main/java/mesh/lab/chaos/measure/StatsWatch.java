package mesh.lab.chaos.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import mesh.lab.chaos.load.MeshHttp;
import mesh.lab.chaos.load.Reply;

/// Looks at the mesh's figures now and then. The core counts what it refused from its start on, so
/// what it had counted before it was killed is added up here; what it counted since the last look
/// is missing then.
public final class StatsWatch {
    private final MeshHttp http;
    private final Map<String, Long> before = new TreeMap<>();
    private final Map<String, Long> last = new TreeMap<>();
    private final SortedMap<String, Long> refused = new ConcurrentSkipListMap<>();
    private volatile long open = -1;
    private volatile long ended;
    private volatile int online;

    public StatsWatch(MeshHttp http) {
        this.http = http;
    }

    /// @return whether the mesh answered
    public synchronized boolean look() {
        Reply reply = http.get("/v1/stats");
        if (!reply.ok()) {
            return false;
        }
        JsonNode jobs = reply.body().path("jobs");
        open = sum(jobs, "queued", "assigned", "running");
        ended = sum(jobs, "succeeded", "failed", "expired", "cancelled");
        online = reply.body().path("nodes").path("online").asInt();
        JsonNode now = reply.body().path("refused");
        boolean again =
                last.entrySet().stream()
                        .anyMatch(known -> now.path(known.getKey()).asLong() < known.getValue());
        if (again) {
            last.forEach((reason, count) -> before.merge(reason, count, Long::sum));
            last.clear();
        }
        now.fieldNames().forEachRemaining(reason -> last.put(reason, now.path(reason).asLong()));
        refused.putAll(before);
        last.forEach((reason, n) -> refused.put(reason, before.getOrDefault(reason, 0L) + n));
        return true;
    }

    private static long sum(JsonNode jobs, String... states) {
        long sum = 0;
        for (String state : states) {
            sum += jobs.path(state).asLong();
        }
        return sum;
    }

    /// Jobs that have not ended, by the last look; -1 before the first.
    public long open() {
        return open;
    }

    public long ended() {
        return ended;
    }

    public int online() {
        return online;
    }

    /// What the mesh refused, by reason; at least so much.
    public SortedMap<String, Long> refused() {
        return refused;
    }
}
