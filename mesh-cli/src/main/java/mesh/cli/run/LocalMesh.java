package mesh.cli.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.console.Console;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.place.RoleLock;
import mesh.core.Core;
import mesh.core.http.HttpServer;
import mesh.core.store.Store;
import mesh.protocol.link.Link;
import mesh.worker.Worker;
import mesh.worker.WorkerConfiguration;

/// A whole mesh in this process: broker, console, core, auction and nodes. Its parties talk to the
/// broker without a socket; further nodes may join over TCP.
public final class LocalMesh {

    /// What it is made of.
    ///
    /// @param auction false where the auction is a process of its own
    /// @param acceptEmptyJournal whether the broker may begin with an empty journal where it had
    ///     one
    public record Plan(
            DataDirectory data,
            Keeping keeping,
            String host,
            int httpPort,
            int brokerPort,
            int consolePort,
            Credentials credentials,
            boolean auction,
            boolean acceptEmptyJournal,
            List<WorkerConfiguration> workers) {}

    private LocalMesh() {}

    /// Starts all of it and says where it listens, to the caller and to others on this machine.
    ///
    /// @param parts takes over what was started, also when something fails half-way
    public static Endpoints start(Plan plan, Parts parts) {
        return start(plan, parts, _ -> {});
    }

    /// Starts all of it, as above.
    ///
    /// @param dead told why, should it be of no use any more later
    public static Endpoints start(Plan plan, Parts parts, Consumer<String> dead) {
        DataDirectory data = plan.data();
        parts.add("lock", RoleLock.take(data, "broker"));
        parts.add("lock", RoleLock.take(data, "core"));
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            // Each takes a good part of the start; the store needs none of the others, and of them
            // each needs the broker alone.
            CompletableFuture<Store> store =
                    starting(threads, () -> parts.add("store", plan.keeping().open()));
            // The first who asks for these has to wait while they set themselves up.
            starting(threads, ManagementFactory::getPlatformMBeanServer);
            threads.submit(HttpServer::prepare);
            EmbeddedBroker broker =
                    parts.add(
                            "broker",
                            Roles.broker(
                                    data,
                                    plan.host(),
                                    plan.brokerPort(),
                                    plan.credentials(),
                                    plan.acceptEmptyJournal()));
            CompletableFuture<Core> core =
                    starting(threads, () -> core(plan, started(store), broker, parts));
            Console console =
                    parts.add(
                            "console",
                            Roles.console(plan.host(), plan.consolePort(), plan.credentials()));
            var others = new ArrayList<CompletableFuture<?>>();
            if (plan.auction()) {
                parts.add("lock", RoleLock.take(data, "auction"));
                others.add(starting(threads, () -> auction(plan, broker, parts)));
            }
            for (WorkerConfiguration worker : plan.workers()) {
                others.add(starting(threads, () -> worker(plan, broker, worker, parts)));
            }
            Endpoints endpoints =
                    Endpoints.ofThisProcess(started(core).url(), broker.url(), console.url());
            others.forEach(LocalMesh::started);
            started(core).whenDead(dead);
            parts.add("endpoints", () -> data.withdraw(endpoints));
            data.offer(endpoints);
            return endpoints;
        }
    }

    private static Core core(Plan plan, Store store, EmbeddedBroker broker, Parts parts) {
        Link link = link(plan, broker, "core", parts);
        return parts.add(
                "core",
                Roles.core(
                        plan.keeping(),
                        store,
                        plan.host(),
                        plan.httpPort(),
                        plan.credentials(),
                        link));
    }

    private static AutoCloseable auction(Plan plan, EmbeddedBroker broker, Parts parts) {
        return parts.add("auction", Roles.auction(link(plan, broker, "auction", parts)));
    }

    private static Worker worker(
            Plan plan, EmbeddedBroker broker, WorkerConfiguration configuration, Parts parts) {
        String name = "worker " + configuration.name();
        return parts.add(name, Roles.worker(configuration, link(plan, broker, name, parts)));
    }

    private static Link link(Plan plan, EmbeddedBroker broker, String name, Parts parts) {
        return parts.add("link of the " + name, Links.within(broker, plan.credentials(), name));
    }

    private static <T> CompletableFuture<T> starting(ExecutorService threads, Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, threads);
    }

    private static <T> T started(CompletableFuture<T> starting) {
        try {
            return starting.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw failed;
        }
    }
}
