package mesh.lab.chaos.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import mesh.lab.chaos.load.MeshHttp;
import mesh.lab.process.Ports;
import mesh.lab.process.Program;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;
import mesh.protocol.json.MeshJson;

/// A whole mesh on this machine, each role a process of its own, each node behind a proxy.
///
/// Every server keeps its port when it is started again.
public final class Cluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LISTENS = Duration.ofMillis(20);

    private final Path data;
    private final int brokerPort;
    private final RoleProcess broker;
    private final RoleProcess core;
    private final RoleProcess auction;
    private final List<RoleProcess> nodes = new ArrayList<>();
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final MeshHttp http;

    /// A mesh that is not started yet.
    ///
    /// @param directory an empty one, for what the mesh keeps and what its processes print
    public Cluster(Program program, Path directory, List<NodePlan> plans) {
        this.data = directory;
        brokerPort = Ports.free();
        int httpPort = Ports.free();
        broker =
                role(
                        program,
                        directory,
                        "broker",
                        "--broker-port",
                        Integer.toString(brokerPort),
                        "--console-port",
                        "0");
        core = role(program, directory, "core", "--http-port", Integer.toString(httpPort));
        auction = role(program, directory, "auction");
        for (NodePlan plan : plans) {
            var proxy = new TcpProxy(brokerPort);
            proxies.add(proxy);
            nodes.add(node(program, directory, plan, proxy.port()));
        }
        http = new MeshHttp("http://127.0.0.1:" + httpPort, this::token);
    }

    private RoleProcess role(Program program, Path directory, String role, String... options) {
        var all = new ArrayList<String>(List.of("--data", data.toString()));
        all.addAll(List.of(options));
        return new RoleProcess(role, program.command(role, all), directory);
    }

    private RoleProcess node(Program program, Path directory, NodePlan plan, int port) {
        var options =
                new ArrayList<String>(
                        List.of(
                                "--data",
                                data.toString(),
                                "--name",
                                plan.name(),
                                "--broker",
                                "tcp://127.0.0.1:" + port));
        options.addAll(plan.options());
        var command = new ArrayList<String>(plan.wrapped());
        command.addAll(program.command("worker", options));
        return new RoleProcess(plan.name(), command, directory);
    }

    /// Starts everything and waits until all nodes are online.
    ///
    /// @throws IllegalStateException saying what did not come, with its last words
    public void start() throws InterruptedException {
        broker.start();
        await("broker", () -> endpoint("broker").isPresent());
        core.start();
        auction.start();
        nodes.forEach(RoleProcess::start);
        await("core", () -> endpoint("http").isPresent());
        await("nodes", () -> online() == nodes.size());
    }

    private void await(String what, BooleanSupplier there) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!there.getAsBoolean()) {
            Optional<String> ended = unexpectedEnds().stream().findFirst();
            if (ended.isPresent() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        ended.orElse(
                                "the %s did not come within %d s"
                                        .formatted(what, START.toSeconds())));
            }
            Timing.pause(LOOK);
        }
    }

    private Optional<String> endpoint(String name) {
        return Optional.ofNullable(read("endpoints.json").path(name).textValue());
    }

    private String token() {
        return read("credentials.json").path("token").asText();
    }

    private JsonNode read(String file) {
        try {
            return MeshJson.MAPPER.readTree(Files.readString(data.resolve(file)));
        } catch (IOException notYet) {
            return MeshJson.MAPPER.createObjectNode();
        }
    }

    /// How many nodes the mesh calls online; 0 while nobody answers.
    public int online() {
        return http.get("/v1/stats").body().path("nodes").path("online").asInt(0);
    }

    public MeshHttp http() {
        return http;
    }

    /// Kills some of its processes with `kill -9`, all at once. Where the broker is among them,
    /// nobody listens at the nodes' end of their lines either.
    ///
    /// @return whether any of them was killed by it; false where all were dead before
    public boolean kill(List<RoleProcess> processes) {
        if (processes.contains(broker)) {
            proxies.forEach(TcpProxy::refuse);
        }
        processes.forEach(RoleProcess::strike);
        return processes.stream().filter(RoleProcess::kill).count() > 0;
    }

    /// Starts some of its processes, where they do not run.
    public void start(List<RoleProcess> processes) {
        processes.forEach(RoleProcess::start);
        if (processes.contains(broker)) {
            Thread.ofVirtual().start(this::listenAgain);
        }
    }

    /// The lines are there again as soon as the broker listens.
    private void listenAgain() {
        try {
            while (broker.alive()) {
                try (var _ = new Socket(InetAddress.getLoopbackAddress(), brokerPort)) {
                    proxies.forEach(TcpProxy::listen);
                    return;
                } catch (IOException notYet) {
                    Timing.pause(LISTENS);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    public RoleProcess broker() {
        return broker;
    }

    public RoleProcess core() {
        return core;
    }

    public RoleProcess auction() {
        return auction;
    }

    public List<RoleProcess> nodes() {
        return nodes;
    }

    /// The line between a node and its broker.
    public TcpProxy line(int node) {
        return proxies.get(node);
    }

    public List<RoleProcess> all() {
        return Stream.concat(Stream.of(broker, core, auction), nodes.stream()).toList();
    }

    /// Every process that ended though nobody ended it, each told once.
    public List<String> unexpectedEnds() {
        return all().stream().flatMap(process -> process.unexpectedEnd().stream()).toList();
    }

    @Override
    public void close() {
        // Nodes first: they say good-bye to a broker that still listens.
        proxies.forEach(TcpProxy::heal);
        List<RoleProcess> last = all().reversed();
        last.forEach(RoleProcess::askToEnd);
        last.forEach(RoleProcess::close);
        proxies.forEach(TcpProxy::close);
        http.close();
    }
}
