package mesh.core.http;

import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import mesh.core.CoreService;

/// The core's HTTP, listening. Every request has a virtual thread of its own; the limits are such
/// that what one client sends or leaves unread costs the others nothing.
public final class HttpServer implements AutoCloseable {
    /// The largest body of a batch, in bytes.
    static final int MOST_BODY = 64 << 20;

    private static final int MOST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 16 << 10;
    private static final int WRITE_BUFFER = 16 << 10;
    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_REQUESTS = 2048;

    /// How long a connection may stay between two requests: longer than clients keep it, so that
    /// none is closed just as it is used again.
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final WebServer server;
    private final EventStreams streams;
    private final Patience patience;
    private final String url;

    private HttpServer(WebServer server, EventStreams streams, Patience patience, String url) {
        this.server = server;
        this.patience = patience;
        this.streams = streams;
        this.url = url;
    }

    /// Lets the libraries set themselves up, which takes most of a start, before there is a core.
    public static void prepare() {
        var _ = HttpRouting.builder();
        var _ = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /// Starts to listen.
    ///
    /// @throws HttpStartException where the port is taken or the host is not this machine's
    public static HttpServer start(HttpConfiguration configuration, CoreService core) {
        return start(configuration, core, HttpLimits.DEFAULT);
    }

    static HttpServer start(HttpConfiguration configuration, CoreService core, HttpLimits limits) {
        InetAddress address = address(configuration.host());
        probe(address, configuration.port());
        var streams = new EventStreams(limits);
        var patience = new Patience(limits.patience());
        HttpRouting.Builder routing = routing(configuration, core, streams, patience);
        WebServer server =
                listen(web(configuration, core, patience, address).routing(routing).build());
        String host = reachable(configuration.host(), address);
        return new HttpServer(
                server,
                streams,
                patience,
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    /// Every address of this machine is none that a client could connect to on every system;
    /// loopback is one of them and always there.
    private static String reachable(String host, InetAddress address) {
        return address.isAnyLocalAddress() ? "127.0.0.1" : host;
    }

    private static HttpRouting.Builder routing(
            HttpConfiguration configuration,
            CoreService core,
            EventStreams streams,
            Patience patience) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var routing = HttpRouting.builder();
        routing.addFilter(new Lingering(patience));
        routing.addFilter(new HttpMeters(meters, streams));
        routing.addFilter(new Guards(configuration.token()));
        Problems.install(routing);
        Routes.table(core, streams, BodyBudget.ofHeap(patience), meters).install(routing);
        RouteTable.refuseWriting(routing, HealthChecks.LIVE);
        RouteTable.refuseWriting(routing, HealthChecks.READY);
        return routing;
    }

    private static WebServerConfig.Builder web(
            HttpConfiguration configuration,
            CoreService core,
            Patience patience,
            InetAddress address) {
        return WebServer.builder()
                .address(address)
                .host(configuration.host())
                .port(configuration.port())
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .featuresDiscoverServices(false)
                .addFeature(HealthChecks.feature(core))
                .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                .writeBufferSize(WRITE_BUFFER)
                .protocolsDiscoverServices(false)
                .addProtocol(
                        Http1Config.builder()
                                .maxPrologueLength(MOST_LINE)
                                .maxHeadersSize(MOST_HEADERS)
                                .addReceiveListener(patience)
                                // Nothing says so more cheaply: in HTTP/1.1 a connection stays.
                                .sendKeepAliveHeader(false)
                                .build())
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxPayloadSize(MOST_BODY)
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxConcurrentRequests(MOST_REQUESTS)
                .idleConnectionTimeout(IDLE)
                .errorHandling(errors -> errors.includeEntity(true))
                .directHandlers(TransportProblems.handlers());
    }

    /// Where a client on this machine finds it, with the port that it really got, such as
    /// `http://127.0.0.1:8080`.
    public String url() {
        return url;
    }

    /// Ends event streams at once, gives other requests a second, and listens no more.
    @Override
    public void close() {
        streams.close();
        server.stop();
        patience.close();
    }

    private static WebServer listen(WebServer server) {
        // Helidon logs why it cannot listen and does not throw.
        if (!server.start().isRunning()) {
            throw new HttpStartException(
                    "the HTTP server does not start; the log of io.helidon says why", null);
        }
        return server;
    }

    /// Tries the port with a socket of its own, which says why it cannot be had.
    private static void probe(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException refused) {
            String reason = String.valueOf(refused.getMessage());
            throw new HttpStartException(
                    reason.contains("already in use")
                            ? "port %d is taken; give another with --http-port, where 0 takes any free one"
                                    .formatted(port)
                            : "cannot listen on %s port %d: %s"
                                    .formatted(address.getHostAddress(), port, reason),
                    refused);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new HttpStartException("`host` " + host + " is no known address", unknown);
        }
    }
}
