package mesh.artemis.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.artemis.gate.ConnectionBounds;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/// The broker, in this process. It listens on TCP for other processes and has a way in without a
/// socket for this one. What it kept on its disk is there again when it starts.
///
/// A broker whose disk failed it, because another program took the last byte of it, stops; this
/// starts it again, at the same place, as soon as the disk lets it.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final AtomicInteger BROKERS = new AtomicInteger();

    /// A line for each message that anybody reads is no help to anybody; kept here because loggers
    /// that nobody holds are forgotten with their level.
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private final BrokerConfiguration configuration;
    private final DataDirectory directory;
    private final KnownJournal journal;
    private final ConnectionBounds bounds;
    private final int inVm = BROKERS.getAndIncrement();
    private volatile RunningBroker running;
    private int port;
    private boolean closed;

    private EmbeddedBroker(
            BrokerConfiguration configuration, ConnectionBounds bounds, DataDirectory directory) {
        this.configuration = configuration;
        this.bounds = bounds;
        this.directory = directory;
        this.journal =
                new KnownJournal(
                        configuration.data(), directory.path(), configuration.acceptEmptyJournal());
    }

    /// Starts the broker and returns when it takes connections.
    ///
    /// @throws BrokerException when its port is taken, its directory is in use or cannot be written
    ///     to, or its journal is gone, damaged or cannot be read
    public static EmbeddedBroker start(BrokerConfiguration configuration) {
        return start(configuration, ConnectionBounds.ofMachine());
    }

    static EmbeddedBroker start(BrokerConfiguration configuration, ConnectionBounds bounds) {
        AUDIT.setLevel(Level.OFF);
        checkFree(configuration);
        var broker =
                new EmbeddedBroker(configuration, bounds, DataDirectory.hold(configuration.data()));
        try {
            broker.journal.check();
            broker.begin(configuration.port());
            broker.journal.opened();
            return broker;
        } catch (BrokerException said) {
            broker.directory.close();
            throw said;
        } catch (RunningBroker.PortTakenException taken) {
            broker.directory.close();
            throw taken(configuration, taken);
        } catch (Exception failed) {
            broker.directory.close();
            throw new BrokerException(
                    "the broker cannot start on "
                            + broker.directory.path()
                            + ": "
                            + failed.getMessage()
                            + "; its log says more",
                    failed);
        }
    }

    private void begin(int wanted) throws Exception {
        running =
                RunningBroker.start(
                        configuration,
                        directory.path(),
                        wanted,
                        inVm,
                        bounds,
                        () -> Thread.ofVirtual().name("broker-again").start(this::again));
        port = running.port();
    }

    private synchronized void again() {
        LOG.warning("the broker's disk failed it; it starts again when the disk lets it");
        while (!closed) {
            try {
                running.stop();
                begin(port);
                LOG.info("the broker is there again");
                return;
            } catch (Exception notYet) {
                LOG.log(Level.FINE, "the broker does not start yet", notYet);
            }
            try {
                wait(AGAIN.toMillis());
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// The broker itself would log that a port is taken, and start without it.
    private static void checkFree(BrokerConfiguration configuration) {
        InetAddress address;
        try {
            address = InetAddress.getByName(configuration.host());
        } catch (UnknownHostException unknown) {
            throw new BrokerException(
                    "the broker's host '"
                            + configuration.host()
                            + "' is unknown; use --broker-host with an address of this machine",
                    unknown);
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, configuration.port()));
        } catch (IOException taken) {
            throw taken(configuration, taken);
        }
    }

    private static BrokerException taken(BrokerConfiguration configuration, Exception cause) {
        return new BrokerException(
                "port %d is taken on %s; use --broker-port with another, or with 0 for any free one"
                        .formatted(configuration.port(), configuration.host()),
                cause);
    }

    /// The broker itself, as it runs now: another one after its disk failed it.
    public ActiveMQServer server() {
        return running.server();
    }

    /// Where it listens, the port that it found included.
    public int port() {
        return port;
    }

    /// How another process connects. A broker that listens on every address names the loopback one.
    public String url() {
        String host = configuration.host();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "tcp://%s:%d".formatted(reachable, port());
    }

    /// How a party in this process connects, without a socket.
    public String inVmUrl() {
        return "vm://" + inVm;
    }

    /// Stops it. What is persistent is on the disk.
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        try {
            running.stop();
            journal.closed();
        } catch (Exception failed) {
            throw new BrokerException("the broker did not stop cleanly", failed);
        } finally {
            directory.close();
        }
    }
}
