package mesh.lab.bench.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.artemis.link.LinkConfiguration;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Site;
import mesh.lab.bench.client.StatsWatch;
import mesh.lab.process.CpuTime;
import mesh.lab.process.Launcher;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;
import mesh.protocol.json.MeshJson;

/// A mesh of real processes with its data in a directory of its own, on any free ports.
public final class RunningMesh implements AutoCloseable {
    /// Slots of all nodes together.
    public static final int SLOTS = 4;

    private static final int NODES = 2;
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final List<String> WORKING =
            List.of("--allow", "noop", "--slots", Integer.toString(SLOTS / NODES));

    private final Launcher launcher;
    private final Path directory;
    private final List<RoleProcess> processes = new ArrayList<>();
    private Site site;
    private StatsWatch stats;

    private RunningMesh(Launcher launcher, Path directory) {
        this.launcher = launcher;
        this.directory = directory;
    }

    /// All in one process, as `./mesh up` starts it; it is ended with the repetition.
    ///
    /// @param flags more flags for its JVM
    /// @param options of `up` beside those that the benchmark needs
    public static RunningMesh allInOne(
            Repetition repetition, List<String> flags, List<String> options)
            throws InterruptedException {
        return allInOne(repetition, repetition.directory(), flags, options);
    }

    /// The same beside another mesh.
    ///
    /// @param directory one of its own
    public static RunningMesh allInOne(
            Repetition repetition, Path directory, List<String> flags, List<String> options)
            throws InterruptedException {
        var mesh = repetition.own(new RunningMesh(repetition.launcher(), directory));
        mesh.up(flags, NODES, options);
        mesh.awaitReady(NODES);
        return mesh;
    }

    /// Broker and core in one process, the auction and each node in one of its own.
    public static RunningMesh separate(Repetition repetition) throws InterruptedException {
        var mesh = repetition.own(new RunningMesh(repetition.launcher(), repetition.directory()));
        mesh.up(List.of(), 0, List.of("--no-auction"));
        mesh.awaitEndpoint();
        mesh.start("auction", List.of(), List.of("auction"));
        for (int node = 1; node <= NODES; node++) {
            var arguments = new ArrayList<String>(List.of("worker", "--name", "n" + node));
            arguments.addAll(WORKING);
            mesh.start("n" + node, List.of(), arguments);
        }
        mesh.awaitReady(NODES);
        return mesh;
    }

    private void up(List<String> flags, int nodes, List<String> options) {
        var arguments = new ArrayList<String>(List.of("up", "--workers", Integer.toString(nodes)));
        arguments.addAll(WORKING);
        arguments.addAll(List.of("--http-port", "0", "--broker-port", "0", "--console-port", "0"));
        // What is pruned is not counted any more, and more than a million jobs end in a run.
        arguments.addAll(List.of("--keep-jobs", "0"));
        arguments.addAll(options);
        start("mesh", flags, arguments);
    }

    private void start(String name, List<String> flags, List<String> arguments) {
        var all = new ArrayList<String>(arguments);
        all.addAll(List.of("--data", directory.toString()));
        all.addAll(List.of("--ends-with", Long.toString(ProcessHandle.current().pid())));
        var process = new RoleProcess(name, launcher.command(flags, all), directory);
        synchronized (processes) {
            processes.add(process);
        }
        process.start();
    }

    private void awaitEndpoint() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (read("endpoints.json").path("http").isMissingNode()) {
            look(end);
        }
        site =
                Site.of(
                        read("endpoints.json").path("http").asText(),
                        read("credentials.json").path("token").asText());
    }

    private void awaitReady(int nodes) throws InterruptedException {
        awaitEndpoint();
        try {
            stats = new StatsWatch(site);
            long end = System.nanoTime() + START.toNanos();
            while (stats.next().online() < nodes) {
                look(end);
            }
        } catch (IOException silent) {
            throw new IllegalStateException(
                    "the mesh does not answer: " + silent.getMessage(), silent);
        }
    }

    private void look(long end) throws InterruptedException {
        Optional<String> ended =
                processes().stream()
                        .flatMap(process -> process.unexpectedEnd().stream())
                        .findFirst();
        if (ended.isPresent() || System.nanoTime() - end > 0) {
            throw new IllegalStateException(
                    ended.orElse("the mesh was not ready in " + START.toSeconds() + " s"));
        }
        Timing.pause(LOOK);
    }

    /// Asks for its counts no more, so that it has nothing to do.
    public void unwatch() throws IOException {
        stats.close();
    }

    /// Ends its first process as a power cut would, and starts it again.
    ///
    /// @return how long it took until it said that it is ready
    public Duration restart() throws IOException, InterruptedException {
        RoleProcess first = processes().getFirst();
        stats.close();
        first.kill();
        Files.deleteIfExists(directory.resolve("endpoints.json"));
        long begin = System.nanoTime();
        first.start();
        awaitEndpoint();
        var took = Duration.ofNanos(System.nanoTime() - begin);
        awaitReady(NODES);
        return took;
    }

    /// How a further party reaches its broker over TCP.
    ///
    /// @param name of that party
    public LinkConfiguration broker(String name) {
        JsonNode credentials = read("credentials.json");
        return new LinkConfiguration(
                read("endpoints.json").path("broker").asText(),
                credentials.path("brokerUser").asText(),
                credentials.path("brokerPassword").asText(),
                name);
    }

    private JsonNode read(String file) {
        try {
            return MeshJson.MAPPER.readTree(Files.readString(directory.resolve(file)));
        } catch (IOException notYet) {
            return MeshJson.MAPPER.missingNode();
        }
    }

    public Site site() {
        return site;
    }

    public StatsWatch stats() {
        return stats;
    }

    /// The CPU time that all of its processes have used.
    public Duration cpu() {
        return processes().stream()
                .map(process -> CpuTime.of(process.pid()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// In the order of their start; that of broker and core first.
    public List<RoleProcess> processes() {
        synchronized (processes) {
            return List.copyOf(processes);
        }
    }

    @Override
    public void close() throws IOException {
        if (stats != null) {
            stats.close();
        }
        List<RoleProcess> last = processes().reversed();
        last.forEach(RoleProcess::askToEnd);
        last.forEach(RoleProcess::close);
    }
}
