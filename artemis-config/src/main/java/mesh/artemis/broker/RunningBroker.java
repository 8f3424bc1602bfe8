package mesh.artemis.broker;

import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import mesh.artemis.gate.ConnectionBounds;
import mesh.artemis.gate.Gate;
import mesh.artemis.gate.GateFactory;
import mesh.artemis.gate.MessageGuard;
import mesh.artemis.gate.PacketGuard;
import mesh.artemis.gate.QueueGuard;
import mesh.artemis.journal.GroupCommitServer;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.utils.XMLUtil;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// One life of the broker: from `broker.xml` and what the program adds to it until it stops, of
/// whatever cause.
final class RunningBroker {
    static final String FILE = "broker.xml";
    private static final String TCP = "tcp";

    /// How often the broker looks whether the lock on its directory is still its own: what keeps
    /// others out is the mesh's own lock.
    private static final Duration LOCK_LOOK = Duration.ofSeconds(30);

    private ActiveMQServer server;
    private final Hands hands = Hands.ofMachine("broker");

    private RunningBroker() {}

    /// @param port where it listens; 0 takes any free one
    /// @param inVm its number in this process
    /// @param bounds of the connections from other processes
    /// @param failed is run, once, when its disk failed it and it stops therefore
    /// @throws Exception when it does not start; it is stopped then
    static RunningBroker start(
            BrokerConfiguration configuration,
            Path directory,
            int port,
            int inVm,
            ConnectionBounds bounds,
            Runnable failed)
            throws Exception {
        var running = new RunningBroker();
        try {
            running.begin(configuration, directory, port, inVm, bounds, failed);
            return running;
        } catch (Exception notStarted) {
            running.stop();
            throw notStarted;
        }
    }

    private void begin(
            BrokerConfiguration configuration,
            Path directory,
            int port,
            int inVm,
            ConnectionBounds bounds,
            Runnable failed)
            throws Exception {
        Configuration core = file();
        place(core, directory);
        core.registerBrokerPlugin(new MessageGuard());
        core.registerBrokerPlugin(new QueueGuard());
        core.setName(freeName(core.getName(), inVm));
        core.addAcceptorConfiguration(tcp(configuration.host(), port));
        core.addAcceptorConfiguration(
                new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(),
                        Map.of("serverId", String.valueOf(inVm)),
                        "in-vm"));
        server =
                new GroupCommitServer(
                        core, ManagementFactory.getPlatformMBeanServer(), Users.of(configuration));
        hands.use(server().getServiceRegistry());
        server().getServiceRegistry().addAcceptorFactory(TCP, new GateFactory(bounds));
        server().getServiceRegistry().addIncomingInterceptor(new PacketGuard());
        server().registerIOCriticalErrorListener((_, _, _) -> failed.run());
        server.start();
        if (!server().isActive()) {
            throw new BrokerException(
                    "the broker did not become active on " + directory + "; its log says more",
                    null);
        }
        if (!acceptor().isStarted()) {
            throw new PortTakenException();
        }
        server().getRemotingService().addIncomingInterceptor(new Successor(server()));
        Room.keep(server());
        EvictionLog.tell(server());
    }

    /// What `broker.xml` says. That it keeps to the broker's schema was seen when this was built;
    /// reading the schema again would take a good part of a start.
    static Configuration file() throws Exception {
        var file = new FileConfiguration();
        URL place = RunningBroker.class.getClassLoader().getResource(FILE);
        NodeList parts = XMLUtil.urlToElement(place).getElementsByTagName(file.getRootElement());
        file.parse((Element) parts.item(0), place);
        return file;
    }

    private static void place(Configuration core, Path directory) {
        core.setBrokerInstance(directory.toFile());
        core.setJournalLockMonitorTimeout(LOCK_LOOK.toMillis());
        core.setJournalDirectory(directory.resolve("journal").toString());
        core.setBindingsDirectory(directory.resolve("bindings").toString());
        core.setLargeMessagesDirectory(directory.resolve("large").toString());
        core.setPagingDirectory(directory.resolve("paging").toString());
    }

    private static TransportConfiguration tcp(String host, int port) {
        // One protocol: a party of the mesh speaks the broker's own.
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        host,
                        TransportConstants.PORT_PROP_NAME,
                        port,
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

    Gate acceptor() {
        return (Gate) server().getRemotingService().getAcceptor(TCP);
    }

    ActiveMQServer server() {
        return server;
    }

    int port() {
        return acceptor().getActualPort();
    }

    void stop() throws Exception {
        try {
            if (server != null) {
                server.stop();
            }
        } finally {
            hands.close();
        }
    }

    /// The broker itself only logs that its port is taken.
    static final class PortTakenException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
