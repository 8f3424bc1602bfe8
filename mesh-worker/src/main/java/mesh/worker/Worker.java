package mesh.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.Source;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.StandingBid;
import mesh.protocol.needs.Capabilities;
import mesh.worker.detect.Detection;
import mesh.worker.handler.Handlers;
import mesh.worker.node.Attempts;
import mesh.worker.program.Programs;

/// A node of the mesh, from its first heartbeat to its last settlement.
public final class Worker implements AutoCloseable {
    private final WorkerConfiguration configuration;
    private final Capabilities capabilities;
    private final String incarnation = UUID.randomUUID().toString();
    private final String version = Version.read();
    private final Workspace workspace;
    private final Programs programs = new Programs();
    private final Node node;
    private final Pulse pulse;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private boolean closed;

    private Worker(
            WorkerConfiguration configuration,
            Capabilities capabilities,
            Handlers handlers,
            Workspace workspace,
            Link link) {
        this.configuration = configuration;
        this.capabilities = capabilities;
        this.workspace = workspace;
        this.node =
                new Node(
                        configuration.name(),
                        new Attempts(
                                configuration.name(),
                                capabilities,
                                handlers.types(),
                                configuration.slots()),
                        handlers,
                        new Execution.Surroundings(
                                workspace,
                                programs,
                                configuration.timeLimit(),
                                configuration.outputLimit(),
                                Stopping.program(configuration.grace())),
                        configuration.grace(),
                        link);
        this.pulse = new Pulse(link, configuration.heartbeat(), this::heartbeat);
    }

    /// Joins the mesh with the handlers that the {@link java.util.ServiceLoader} finds. The link
    /// stays the caller's: it is closed after the worker, by whoever made it.
    ///
    /// @throws IllegalArgumentException when the configuration allows a type that no handler runs
    /// @throws mesh.protocol.link.LinkException when the broker cannot be reached, or a node of
    ///     this name is connected and does not leave within some twenty seconds
    /// @throws UncheckedIOException when the directory cannot be used
    public static Worker start(WorkerConfiguration configuration, Link link) {
        return start(configuration, link, Handlers.find(configuration.allow()));
    }

    /// Joins the mesh with these handlers; otherwise as {@link #start(WorkerConfiguration, Link)}.
    public static Worker start(WorkerConfiguration configuration, Link link, Handlers handlers) {
        Capabilities capabilities =
                Detection.detect().with(handlers.capabilities()).with(configuration.capabilities());
        Worker worker;
        try {
            worker =
                    new Worker(
                            configuration,
                            capabilities,
                            handlers,
                            Workspace.open(configuration.directory()),
                            link);
        } catch (IOException unusable) {
            throw new UncheckedIOException(
                    "`directory` must be one that the node can write to, was "
                            + configuration.directory(),
                    unusable);
        }
        try {
            worker.join(link);
        } catch (RuntimeException failed) {
            worker.close();
            throw failed;
        }
        return worker;
    }

    /// Listens first and says so then: what is sent to a node that has no queue yet is lost.
    private void join(Link link) {
        node.start();
        // First the queue that only one node of this name may read: until it is this one's, what is
        // said to the other is none of its business.
        subscriptions.add(
                link.subscribe(
                        Source.assignments(configuration.name(), capabilities), node::assigned));
        subscriptions.add(link.subscribe(Source.control(configuration.name()), this::controlled));
        pulse.start();
        link.onReturn(pulse::beat);
    }

    private List<Message> controlled(List<Delivery<Control>> batch) {
        for (Delivery<Control> delivery : batch) {
            Control control = delivery.message();
            switch (control.kind()) {
                case CANCEL -> node.cancel(control.attempt());
                case DRAIN -> {
                    node.drain();
                    pulse.beat();
                }
                case SHUTDOWN -> shutdown.countDown();
                case PACE -> pulse.pace(Duration.ofMillis(control.intervalMillis()));
                case CALL -> pulse.called();
            }
        }
        return List.of();
    }

    private Heartbeat heartbeat(long seq) {
        Node.Load load = node.load();
        return new Heartbeat(
                configuration.name(),
                incarnation,
                seq,
                capabilities,
                configuration.slots(),
                load.busy(),
                load.draining(),
                StandingBid.FREE,
                load.named(),
                version,
                load.settled(),
                Math.toIntExact(pulse.interval().toMillis()),
                load.isPartly());
    }

    /// What this node announces: detected, brought by its handlers, and said by its owner.
    public Capabilities capabilities() {
        return capabilities;
    }

    /// Waits until the core tells this node to leave. Leaving is then the caller's to do, with
    /// {@link #close}.
    public void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    /// Leaves the mesh: takes no more jobs, lets those that run end within the grace, stops the
    /// others and gives them back, and sends the last word on all of them. It takes about twice the
    /// grace where a handler does not stop, and some ten seconds more where the broker does not
    /// answer.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        node.drain();
        pulse.beat();
        node.finish();
        pulse.close();
        // Only now: the mesh takes the end of the subscription for the node's death.
        subscriptions.forEach(Subscription::close);
        node.close();
        programs.close();
        workspace.close();
    }
}
