package mesh.cli.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.Callable;
import mesh.cli.Screen;
import mesh.cli.option.BrokerOptions;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.NodeOptions;
import mesh.cli.option.ParentOption;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Links;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Roles;
import mesh.protocol.link.Link;
import mesh.worker.Worker;
import mesh.worker.WorkerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A node as a process of its own.
@Command(
        name = "worker",
        sortOptions = false,
        description = {
            "Start a node. It finds out what it can do, joins the mesh, and runs jobs.",
            "It runs echo and sleep, and programs only where --allow says so. Ctrl-C lets what runs end"
                    + " for a while and gives the rest back."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh worker --name n1 --allow python --slots 4",
            "  ./mesh worker --name gpu-box --capability gpu=2 --broker tcp://mesh.example:61616"
        })
public final class WorkerCommand implements Callable<Integer> {
    private static final int MOST_HOST = 40;

    private final Screen screen;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Unique in the mesh (default: this machine's name).")
    private String name;

    @Mixin private NodeOptions node;
    @Mixin private BrokerOptions broker;

    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public WorkerCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        String name = this.name == null ? hostName() : this.name;
        DataDirectory data = common.data();
        WorkerConfiguration configuration =
                node.configuration(name, data.path().resolve("work").resolve(name), Set.of());
        data.create();
        MeshLog.to(data, "worker-" + name, screen.err());
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            parts.add("lock", RoleLock.take(data, "worker-" + name));
            Link link =
                    parts.add(
                            "link",
                            Starting.orTell(
                                    () -> Links.to(broker, data, screen, "worker " + name)));
            Worker worker =
                    parts.add(
                            "worker",
                            Starting.orTell(
                                    () ->
                                            Links.join(
                                                    broker,
                                                    data,
                                                    screen,
                                                    () -> Roles.worker(configuration, link))));
            Thread.ofVirtual().start(() -> endOnOrder(worker, lifetime));
            screen.out().println("The node " + name + " is ready: " + worker.capabilities());
            return lifetime.await();
        }
    }

    private static void endOnOrder(Worker worker, Lifetime lifetime) {
        try {
            worker.awaitShutdown();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        lifetime.end();
    }

    private static String hostName() {
        try {
            String host = InetAddress.getLocalHost().getHostName();
            String usable =
                    host.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
            return usable.isEmpty()
                    ? "node"
                    : usable.substring(0, Math.min(usable.length(), MOST_HOST));
        } catch (UnknownHostException nameless) {
            return "node-" + ProcessHandle.current().pid();
        }
    }
}
