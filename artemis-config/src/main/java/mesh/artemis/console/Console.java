package mesh.artemis.console;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.eclipse.jetty.ee9.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The broker's web console, in this process. It shows what the process's management beans say, so
/// it belongs where the broker is.
///
/// Its port listens at once. Its pages cost a good part of a second and 20 MB, and most meshes are
/// never looked at: they start when somebody comes, who waits for them.
public final class Console implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Console.class.getName());
    private static final String PATH = "/console";
    private static final int THREADS = 16;

    private final ConsoleConfiguration configuration;
    private final Entrance entrance;
    private final int port;
    private Server server;
    private String realm = "";
    private boolean closed;

    private Console(ConsoleConfiguration configuration, Entrance entrance) {
        this.configuration = configuration;
        this.entrance = entrance;
        this.port = entrance.port();
    }

    /// Starts the console and returns when its port listens.
    ///
    /// @throws ConsoleException when its port is taken
    public static Console start(ConsoleConfiguration configuration) {
        try {
            var console =
                    new Console(
                            configuration,
                            Entrance.open(configuration.host(), configuration.port()));
            Thread.ofPlatform().daemon().name("console-entrance").start(console::serve);
            return console;
        } catch (IOException taken) {
            throw new ConsoleException(
                    "port %d is taken on %s; use --console-port with another, or with 0 for any free one"
                            .formatted(configuration.port(), configuration.host()),
                    taken);
        }
    }

    /// Starts the pages when somebody comes.
    private void serve() {
        try {
            if (entrance.visited()) {
                begin();
            }
        } catch (Exception failed) {
            LOG.log(Level.SEVERE, "the console cannot start: " + failed.getMessage(), failed);
            close();
        }
    }

    private synchronized void begin() throws Exception {
        if (closed) {
            return;
        }
        server = server(entrance.handedOver());
        // One at a time in a process: the pages read where to log in from its properties while they
        // start.
        synchronized (Console.class) {
            realm = ConsoleLogin.realm(configuration.user(), configuration.password());
            System.setProperty("hawtio.authenticationEnabled", "true");
            System.setProperty("hawtio.realm", realm);
            System.setProperty("hawtio.roles", ConsoleLogin.ROLE);
            System.setProperty("hawtio.rolePrincipalClasses", RolePrincipal.class.getName());
            System.setProperty("hawtio.userPrincipalClasses", UserPrincipal.class.getName());
            server.setHandler(pages(files()));
            server.start();
        }
    }

    private Server server(ServerSocketChannel listening) throws IOException {
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("console");
        threads.setDaemon(true);
        var started = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(started, 1, 1, new HttpConnectionFactory(http));
        connector.open(listening);
        started.addConnector(connector);
        return started;
    }

    private static ConsoleFiles files() {
        try {
            return ConsoleFiles.ready();
        } catch (IOException cannotWrite) {
            throw new ConsoleException(
                    "its files cannot be unpacked, neither beside the program's jar nor under %s (%s); make one of them writable"
                            .formatted(
                                    System.getProperty("java.io.tmpdir"), cannotWrite.getMessage()),
                    cannotWrite);
        }
    }

    private static WebAppContext pages(ConsoleFiles files) {
        var pages = new WebAppContext();
        pages.setContextPath(PATH);
        pages.setBaseResourceAsPath(files.pages());
        // One place for all, as nothing is kept there; of its own it would make one at each start.
        pages.setTempDirectory(files.scratch().toFile());
        pages.setPersistTempDirectory(true);
        pages.setParentLoaderPriority(true);
        pages.setThrowUnavailableOnStartupException(true);
        // A page of another site must not act with the cookie of who is logged in here.
        pages.getSessionHandler().setSameSite(HttpCookie.SameSite.STRICT);
        return pages;
    }

    /// Where a browser finds it, the port that it found included.
    public String url() {
        String host = configuration.host();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://%s:%d%s".formatted(reachable, port, PATH);
    }

    /// Stops it; who is logged in is logged out.
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (server != null) {
                ConsoleLogin.forget(realm);
                server.stop();
            }
            entrance.close();
        } catch (Exception failed) {
            throw new ConsoleException("the console did not stop cleanly", failed);
        }
    }
}
