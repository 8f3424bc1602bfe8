package mesh.cli.containers;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import mesh.cli.client.MeshClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.lifecycle.Startables;

/// A mesh of containers: broker, core, auction and nodes, one each, on a network of their own.
/// Nothing of them is left once it is closed.
final class ContainerMesh implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int API = 8080;

    private final Image image = new Image();
    private final Network network = Network.newNetwork();
    private final Map<String, String> secrets =
            Map.of(
                    "MESH_TOKEN", UUID.randomUUID().toString(),
                    "MESH_BROKER_PASSWORD", UUID.randomUUID().toString());
    private final Map<String, GenericContainer<?>> roles = new LinkedHashMap<>();
    private final Map<String, ToStringConsumer> printed = new LinkedHashMap<>();

    /// Starts all of it and returns when each says that it is ready.
    ///
    /// @param nodes the names of the nodes; each allows Python and has two slots
    static ContainerMesh start(String... nodes) {
        var mesh = new ContainerMesh();
        try {
            mesh.role("broker", "broker");
            mesh.role("core", "core").withExposedPorts(API);
            mesh.role("auction", "auction");
            for (String node : nodes) {
                mesh.role(node, "worker", "--name", node, "--slots", "2", "--allow", "python");
            }
            // Roles wait for their broker by themselves, so that the order does not matter.
            Startables.deepStart(mesh.roles.values()).join();
            return mesh;
        } catch (RuntimeException | Error failed) {
            try (mesh) {
                throw mesh.withLogs(failed);
            }
        }
    }

    private GenericContainer<?> role(String name, String... command) {
        GenericContainer<?> container =
                new GenericContainer<>(image.building())
                        .withNetwork(network)
                        .withNetworkAliases(name)
                        .withEnv(secrets)
                        .withEnv("MESH_BROKER", "tcp://broker:61616")
                        .withCommand(command)
                        .waitingFor(new SaysReady().withStartupTimeout(START))
                        .withCreateContainerCmdModifier(
                                create -> create.getHostConfig().withInit(true));
        roles.put(name, container);
        // A container that fails to start is removed at once, and its log with it.
        var log = new ToStringConsumer();
        printed.put(name, log);
        container.withLogConsumer(log);
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

    /// The exit code of a command in a container.
    int execute(String name, String... command) {
        try {
            return roles.get(name).execInContainer(command).getExitCode();
        } catch (IOException failed) {
            throw new IllegalStateException("the Docker engine does not answer", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// A failure together with what the containers have printed until now.
    AssertionError withLogs(Throwable failed) {
        var text = new StringBuilder(failed.toString()).append("\nwhat the containers printed:");
        printed.forEach(
                (name, log) ->
                        text.append("\n--- ").append(name).append('\n').append(log.toUtf8String()));
        return new AssertionError(text.toString(), failed);
    }

    @Override
    public void close() {
        try (image;
                network) {
            roles.values().parallelStream().forEach(GenericContainer::stop);
        }
    }
}
