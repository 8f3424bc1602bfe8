package mesh.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.cli.client.MeshClient;

/// How far the work is, and who runs what.
///
/// @param ended jobs that have ended, well or not
/// @param running for each node the labels of what it runs
record Snapshot(int ended, Map<String, List<String>> running) {
    private static final int MOST_RUNNING = 50;

    static Snapshot of(MeshClient mesh) {
        JsonNode jobs = mesh.get("/v1/stats").path("jobs");
        int ended =
                jobs.path("succeeded").asInt()
                        + jobs.path("failed").asInt()
                        + jobs.path("expired").asInt()
                        + jobs.path("cancelled").asInt();
        var running = new TreeMap<String, List<String>>();
        JsonNode page = mesh.get("/v1/jobs?state=running&limit=" + MOST_RUNNING);
        for (JsonNode job : page.path("items")) {
            running.computeIfAbsent(job.path("node").asText(), _ -> new ArrayList<>())
                    .add(job.path("labels").path(Work.MODULE_LABEL).asText());
        }
        return new Snapshot(ended, running);
    }
}
