package mesh.artemis.console;

import java.io.IOException;
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
public final class Console implements AutoCloseable {
    private static final String PATH = "/console";
    private static final int THREADS = 16;

    private final Server server;
    private final ServerConnector connector;
    private final String host;
    private final String realm;

    private Console(Server server, ServerConnector connector, String host, String realm) {
        this.server = server;
        this.connector = connector;
        this.host = host;
        this.realm = realm;
    }

    /// Starts the console and returns when it answers. One at a time, because its pages read where
    /// to log in from the process's properties while they start.
    ///
    /// @throws ConsoleException when its port is taken, or its files cannot be unpacked
    public static synchronized Console start(ConsoleConfiguration configuration) {
        ConsoleFiles files;
        try {
            files = ConsoleFiles.ready();
        } catch (IOException cannotWrite) {
            throw new ConsoleException(
                    "the console's files cannot be unpacked, neither beside the program's jar nor under %s (%s); make one of them writable"
                            .formatted(
                                    System.getProperty("java.io.tmpdir"), cannotWrite.getMessage()),
                    cannotWrite);
        }
        String realm = ConsoleLogin.realm(configuration.user(), configuration.password());
        System.setProperty("hawtio.authenticationEnabled", "true");
        System.setProperty("hawtio.realm", realm);
        System.setProperty("hawtio.roles", ConsoleLogin.ROLE);
        System.setProperty("hawtio.rolePrincipalClasses", RolePrincipal.class.getName());
        System.setProperty("hawtio.userPrincipalClasses", UserPrincipal.class.getName());

        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("console");
        threads.setDaemon(true);
        var server = new Server(threads);
        var connector = connector(server, configuration);
        server.addConnector(connector);
        server.setHandler(pages(files));
        var console = new Console(server, connector, configuration.host(), realm);
        console.start(configuration.port());
        return console;
    }

    private static ServerConnector connector(Server server, ConsoleConfiguration configuration) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(configuration.host());
        connector.setPort(configuration.port());
        return connector;
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

    private void start(int port) {
        try {
            server.start();
        } catch (Exception failed) {
            close();
            throw failed instanceof IOException
                    ? new ConsoleException(
                            "port %d is taken on %s; use --console-port with another, or with 0 for any free one"
                                    .formatted(port, host),
                            failed)
                    : new ConsoleException(
                            "the console cannot start: " + failed.getMessage(), failed);
        }
    }

    /// Where a browser finds it, the port that it found included.
    public String url() {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://%s:%d%s".formatted(reachable, connector.getLocalPort(), PATH);
    }

    /// Stops it; who is logged in is logged out.
    @Override
    public void close() {
        ConsoleLogin.forget(realm);
        try {
            server.stop();
        } catch (Exception failed) {
            throw new ConsoleException("the console did not stop cleanly", failed);
        }
    }
}
