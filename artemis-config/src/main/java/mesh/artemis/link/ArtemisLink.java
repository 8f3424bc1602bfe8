package mesh.artemis.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// One party's link to an Artemis broker: a connection to send, and another to read.
///
/// While the broker is away, {@link #send} fails at once or within five seconds, and subscriptions
/// wait for it.
public final class ArtemisLink implements Link {
    /// How long a new node waits for the end of one of its name: what is left of a node that was
    /// cut off goes when the broker has heard nothing of it for fifteen seconds.
    private static final Duration NAME_PATIENCE = Line.SILENCE.plusSeconds(5);

    private final Line reading;
    private final Answering answering;
    private final Sender sender;
    private final Duration namePatience;
    private final List<ReadingThread> subscriptions = new CopyOnWriteArrayList<>();
    private final List<Runnable> toTell = new CopyOnWriteArrayList<>();
    private final AtomicLong quarantined = new AtomicLong();

    private ArtemisLink(Line reading, Line sending, Duration namePatience) {
        this.namePatience = namePatience;
        this.reading = reading;
        this.answering = new Answering(reading);
        this.sender = new Sender(sending);
    }

    /// Connects, once.
    ///
    /// @throws LinkException when no broker answers there, or it does not let this party in
    public static ArtemisLink connect(LinkConfiguration configuration) {
        return connect(configuration, NAME_PATIENCE);
    }

    static ArtemisLink connect(LinkConfiguration configuration, Duration namePatience) {
        return connect(
                new RemoteWay(configuration, RemoteWay.Use.READ),
                new RemoteWay(configuration, RemoteWay.Use.SEND),
                namePatience);
    }

    /// Connects to the broker in this process, over no transport.
    ///
    /// @param name whose connection it is, for whoever looks at the broker's console
    /// @throws LinkException when it does not run, or does not let this party in
    public static ArtemisLink within(
            EmbeddedBroker broker, String user, String password, String name) {
        return within(broker, user, password, name, NAME_PATIENCE);
    }

    static ArtemisLink within(
            EmbeddedBroker broker,
            String user,
            String password,
            String name,
            Duration namePatience) {
        var party = new LinkConfiguration(broker.inVmUrl(), user, password, name);
        return connect(new InnerWay(broker, party), new InnerWay(broker, party), namePatience);
    }

    private static ArtemisLink connect(Way reading, Way sending, Duration namePatience) {
        var link = new ArtemisLink(new Line(reading), new Line(sending), namePatience);
        try {
            link.reading.open();
            return link;
        } catch (RuntimeException unreachable) {
            link.close();
            throw unreachable;
        }
    }

    @Override
    public void send(List<? extends Message> messages) {
        sender.send(messages);
    }

    /// Takes what arrives at a source. A node's own queue has one reader: where it has one already,
    /// this waits up to 20 s for it to leave.
    ///
    /// @throws LinkException when the broker cannot be reached, or when a node of this name is
    ///     connected already
    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        return start(
                source.address().name(),
                new BatchReader<>(
                        source,
                        batch -> {
                            answering.answered();
                            return handler.handle(batch);
                        },
                        quarantined,
                        this::returned));
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        return start("departures", new Departures(departed));
    }

    @Override
    public void onReturn(Runnable returned) {
        toTell.add(returned);
    }

    @Override
    public boolean isConnected() {
        if (!answering.lately()) {
            return false;
        }
        for (ReadingThread each : subscriptions) {
            if (!each.reads()) {
                return false;
            }
        }
        return true;
    }

    private void returned() {
        toTell.forEach(Runnable::run);
    }

    private Subscription start(String what, ReadingThread.Work work) {
        var self = new AtomicReference<ReadingThread>();
        ReadingThread subscription =
                ReadingThread.start(
                        reading, what, work, () -> subscriptions.remove(self.get()), namePatience);
        self.set(subscription);
        subscriptions.add(subscription);
        return subscription;
    }

    /// How many messages this link put into quarantine because they could not be read.
    public long quarantined() {
        return quarantined.get();
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        sender.close();
        reading.close();
    }
}
