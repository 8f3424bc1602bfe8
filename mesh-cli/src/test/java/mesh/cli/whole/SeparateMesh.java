package mesh.cli.whole;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Broker, core and auction as processes of their own, and nodes as they are asked for.
final class SeparateMesh implements AutoCloseable {
    private final Path directory;
    private final Path data;
    private final List<MeshProcess> running = new ArrayList<>();
    private final List<MeshProcess> workers = new ArrayList<>();
    private final Client client;
    private MeshProcess auction;

    SeparateMesh(Path directory) {
        this.directory = directory;
        this.data = directory.resolve("data");
        ready("broker", "broker", "--broker-port", "0", "--console-port", "0");
        // The auction starts while the core does.
        auction = start("auction");
        ready("http", "core", "--http-port", "0");
        client = new Client(data);
    }

    Client client() {
        return client;
    }

    MeshProcess worker(String name, String... more) {
        var arguments = new ArrayList<>(List.of("worker", "--name", name));
        arguments.addAll(List.of(more));
        MeshProcess worker = start(arguments.toArray(String[]::new));
        workers.add(worker);
        return worker;
    }

    /// Ends every node that runs, and waits until the mesh knows.
    void dismissWorkers() {
        workers.forEach(MeshProcess::close);
        workers.clear();
        awaitNodes(0);
    }

    void restartAuction() {
        auction.kill();
        auction = start("auction");
    }

    void awaitNodes(int online) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                client.get("/v1/stats").body().path("nodes").path("online").asInt()
                                        == online);
    }

    private MeshProcess start(String... arguments) {
        MeshProcess process = MeshProcess.start(directory, withData(arguments));
        running.add(process);
        return process;
    }

    private void ready(String endpoint, String... arguments) {
        running.add(MeshProcess.ready(directory, data, endpoint, withData(arguments)));
    }

    private String[] withData(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        running.forEach(MeshProcess::close);
    }
}
