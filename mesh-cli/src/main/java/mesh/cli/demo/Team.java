package mesh.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.place.DataDirectory;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Capabilities;

/// The demo's five nodes, unlike each other.
///
/// @param announced what each node said that it can do when it joined
record Team(List<NodeProcess> nodes, Map<String, Capabilities> announced) implements AutoCloseable {
    private static final Duration JOINING = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String SLOTS = "2";

    /// Starts the five processes.
    static Team start(DataDirectory data) {
        var nodes = new ArrayList<NodeProcess>();
        var team = new Team(nodes, new HashMap<>());
        try {
            for (String name : List.of("n1", "n2", "n3")) {
                nodes.add(
                        NodeProcess.start(
                                data, name, "python", "--allow", "python", "--slots", SLOTS));
            }
            nodes.add(
                    NodeProcess.start(
                            data, "n4", "gpu=1", "--capability", "gpu=1", "--slots", SLOTS));
            nodes.add(NodeProcess.start(data, "n5", "neither", "--slots", SLOTS));
            return team;
        } catch (RuntimeException failed) {
            team.close();
            throw failed;
        }
    }

    /// Waits until the mesh shows all of them.
    ///
    /// @throws UserException when one does not come, with what it said last
    void awaitJoined(MeshClient mesh) {
        Instant end = Instant.now().plus(JOINING);
        while (announced.size() < nodes.size()) {
            for (NodeProcess node : nodes) {
                if (!node.alive() || Instant.now().isAfter(end)) {
                    if (!announced.containsKey(node.name())) {
                        throw UserException.failed(
                                "the node %s did not join; it said:\n%s"
                                        .formatted(node.name(), node.lastWords()),
                                null);
                    }
                }
            }
            look(mesh);
            pause(PAUSE);
        }
    }

    private void look(MeshClient mesh) {
        JsonNode answer = mesh.get("/v1/nodes");
        for (JsonNode node : answer.isArray() ? answer : answer.path("items")) {
            if (node.path("state").asText().equals("online")) {
                announced.put(node.path("id").asText(), capabilities(node));
            }
        }
    }

    private static Capabilities capabilities(JsonNode node) {
        try {
            return MeshJson.MAPPER.treeToValue(node.path("capabilities"), Capabilities.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Which of the nodes that run Python works hardest now: its end hurts most.
    NodeProcess victim(Map<String, List<String>> running) {
        return nodes.stream()
                .filter(node -> node.can().equals("python"))
                .max(
                        java.util.Comparator.comparingInt(
                                node -> running.getOrDefault(node.name(), List.of()).size()))
                .orElseThrow();
    }

    String text() {
        return nodes.stream()
                .map(node -> "%s %s".formatted(node.name(), node.can()))
                .collect(Collectors.joining(", "));
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.failed("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::askToEnd);
        nodes.forEach(NodeProcess::close);
    }
}
