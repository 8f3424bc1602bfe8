package mesh.lab.containers;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mesh.cli.client.MeshClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.lifecycle.Startables;

/// A mesh of containers: broker, core, auction and nodes, one each, on a network of their own.
/// Nothing of them is left once it is closed.
final class ContainerMesh implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int API = 8080;

    private final ImageFromDockerfile image = Image.ofThisProject();
    private final Network network = Network.newNetwork();
    private final Map<String, String> secrets =
            Map.of(
                    "MESH_TOKEN", UUID.randomUUID().toString(),
                    "MESH_BROKER_PASSWORD", UUID.randomUUID().toString());
    private final Map<String, GenericContainer<?>> roles = new LinkedHashMap<>();

    /// Starts all of it and returns when each says that it is ready.
    ///
    /// @param nodes the names of the nodes; each allows Python and has two slots
    static ContainerMesh start(String... nodes) {
        var mesh = new ContainerMesh();
        try {
            mesh.role("broker").waitingFor(Wait.forLogMessage("The broker is ready.*\\s", 1));
            mesh.role("core")
                    .withExposedPorts(API)
                    .waitingFor(Wait.forHttp("/observe/health/ready").forPort(API));
            mesh.role("auction").waitingFor(Wait.forLogMessage("The auction is ready.*\\s", 1));
            for (String node : nodes) {
                mesh.role(node, "worker", "--name", node, "--slots", "2", "--allow", "python")
                        .waitingFor(Wait.forLogMessage("The node .* is ready.*\\s", 1));
            }
            // Roles wait for their broker by themselves, so that the order does not matter.
            Startables.deepStart(mesh.roles.values()).join();
            return mesh;
        } catch (RuntimeException | Error failed) {
            failed.addSuppressed(mesh.said());
            mesh.close();
            throw failed;
        }
    }

    private GenericContainer<?> role(String role) {
        return role(role, role);
    }

    private GenericContainer<?> role(String name, String... command) {
        GenericContainer<?> container =
                new GenericContainer<>(image)
                        .withNetwork(network)
                        .withNetworkAliases(name)
                        .withEnv(secrets)
                        .withEnv("MESH_BROKER", "tcp://broker:61616")
                        .withCommand(command)
                        .withStartupTimeout(START)
                        .withCreateContainerCmdModifier(
                                create -> create.getHostConfig().withInit(true));
        roles.put(name, container);
        return container;
    }

    /// A client of its core, through the port that is published on this machine.
    MeshClient client() {
        GenericContainer<?> core = roles.get("core");
        return new MeshClient(
                URI.create("http://" + core.getHost() + ":" + core.getMappedPort(API)),
                secrets.get("MESH_TOKEN"),
                "the core's container does not answer");
    }

    /// Kills a container with all that runs in it, as SIGKILL or a cut power cable would.
    void kill(String name) {
        GenericContainer<?> container = roles.get(name);
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    boolean runs(String name) {
        return roles.get(name).isRunning();
    }

    /// What the containers have printed, to be attached to a failure.
    Exception said() {
        List<String> logs = new ArrayList<>();
        roles.forEach(
                (name, container) -> {
                    if (container.getContainerId() != null) {
                        logs.add("--- " + name + "\n" + container.getLogs());
                    }
                });
        return new Exception("what the containers said:\n" + String.join("\n", logs));
    }

    @Override
    public void close() {
        try (network) {
            roles.values().parallelStream().forEach(GenericContainer::stop);
        }
    }
}
