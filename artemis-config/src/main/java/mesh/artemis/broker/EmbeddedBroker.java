package mesh.artemis.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/// The broker, in this process. It listens on TCP for other processes and has a way in without a
/// socket for this one. What it kept on its disk is there again when it starts.
public final class EmbeddedBroker implements AutoCloseable {
    static final String FILE = "broker.xml";
    private static final String TCP = "tcp";
    private static final AtomicInteger BROKERS = new AtomicInteger();

    /// A line for each message that anybody reads is no help to anybody; kept here because loggers
    /// that nobody holds are forgotten with their level.
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private final EmbeddedActiveMQ embedded;
    private final DataDirectory directory;
    private final String host;
    private final int inVm;

    private EmbeddedBroker(
            EmbeddedActiveMQ embedded, DataDirectory directory, String host, int inVm) {
        this.embedded = embedded;
        this.directory = directory;
        this.host = host;
        this.inVm = inVm;
    }

    /// Starts the broker and returns when it takes connections.
    ///
    /// @throws BrokerException when its port is taken, its directory is in use or cannot be written
    ///     to, or its journal cannot be read
    public static EmbeddedBroker start(BrokerConfiguration configuration) {
        AUDIT.setLevel(Level.OFF);
        checkFree(configuration);
        DataDirectory directory = DataDirectory.hold(configuration.data());
        int inVm = BROKERS.getAndIncrement();
        var embedded = new EmbeddedActiveMQ();
        var broker = new EmbeddedBroker(embedded, directory, configuration.host(), inVm);
        try {
            Configuration core = file();
            place(core, directory.path());
            core.setName(freeName(core.getName(), inVm));
            core.addAcceptorConfiguration(tcp(configuration));
            core.addAcceptorConfiguration(
                    new TransportConfiguration(
                            InVMAcceptorFactory.class.getName(),
                            Map.of("serverId", String.valueOf(inVm)),
                            "in-vm"));
            embedded.setConfiguration(core);
            embedded.setSecurityManager(Users.of(configuration));
            embedded.setMbeanServer(ManagementFactory.getPlatformMBeanServer());
            embedded.start();
            broker.server()
                    .getRemotingService()
                    .addIncomingInterceptor(new Successor(broker.server()));
            Room.keep(broker.server());
            broker.checkStarted(configuration);
            return broker;
        } catch (BrokerException said) {
            broker.close();
            throw said;
        } catch (Exception failed) {
            broker.close();
            throw new BrokerException(
                    "the broker cannot start on "
                            + directory.path()
                            + ": "
                            + failed.getMessage()
                            + "; its log says more",
                    failed);
        }
    }

    /// What `broker.xml` says.
    static Configuration file() throws Exception {
        var file = new FileConfiguration();
        new FileDeploymentManager(FILE).addDeployable(file).readConfiguration();
        return file;
    }

    private static void place(Configuration core, Path directory) {
        core.setBrokerInstance(directory.toFile());
        core.setJournalDirectory(directory.resolve("journal").toString());
        core.setBindingsDirectory(directory.resolve("bindings").toString());
        core.setLargeMessagesDirectory(directory.resolve("large").toString());
        core.setPagingDirectory(directory.resolve("paging").toString());
    }

    private static TransportConfiguration tcp(BrokerConfiguration configuration) {
        // One protocol: a party of the mesh speaks the broker's own.
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        configuration.host(),
                        TransportConstants.PORT_PROP_NAME,
                        configuration.port(),
                        TransportConstants.PROTOCOLS_PROP_NAME,
                        "CORE",
                        TransportConstants.USE_EPOLL_PROP_NAME,
                        false),
                TCP);
    }

    /// The name under which the console shows it: the file's, unless another broker in this process
    /// has it.
    private static String freeName(String name, int inVm) throws MalformedObjectNameException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        var taken = new ObjectName("org.apache.activemq.artemis:broker=\"" + name + "\"");
        return beans.isRegistered(taken) ? name + "-" + inVm : name;
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

    private void checkStarted(BrokerConfiguration configuration) {
        if (!server().isActive()) {
            throw new BrokerException(
                    "the broker did not become active on "
                            + directory.path()
                            + "; its log says more",
                    null);
        }
        if (!acceptor().isStarted()) {
            throw taken(configuration, null);
        }
    }

    private NettyAcceptor acceptor() {
        return (NettyAcceptor) server().getRemotingService().getAcceptor(TCP);
    }

    ActiveMQServer server() {
        return embedded.getActiveMQServer();
    }

    /// Where it listens, the port that it found included.
    public int port() {
        return acceptor().getActualPort();
    }

    /// How another process connects. A broker that listens on every address names the loopback one.
    public String url() {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "tcp://%s:%d".formatted(reachable, port());
    }

    /// How a party in this process connects, without a socket.
    public String inVmUrl() {
        return "vm://" + inVm;
    }

    /// Stops it. What is persistent is on the disk.
    @Override
    public void close() {
        try {
            embedded.stop();
        } catch (Exception failed) {
            throw new BrokerException("the broker did not stop cleanly", failed);
        } finally {
            directory.close();
        }
    }
}
