package mesh.core.http;

import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
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
    private static final int MOST_EVENTS_WAITING = 1 << 15;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration STALLED = Duration.ofSeconds(10);

    /// How long a client may send nothing, within a request or between two: longer than the 30 s
    /// for which clients keep a connection, so that none is closed just as it is used again.
    private static final Duration MOST_SILENCE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final WebServer server;
    private final EventStreams streams;
    private final String url;

    private HttpServer(WebServer server, EventStreams streams, String url) {
        this.server = server;
        this.streams = streams;
        this.url = url;
    }

    /// Starts to listen.
    ///
    /// @throws HttpStartException where the port is taken or the host is not this machine's
    public static HttpServer start(HttpConfiguration configuration, CoreService core) {
        return start(
                configuration, core, new EventStreams(HEARTBEAT, STALLED, MOST_EVENTS_WAITING));
    }

    static HttpServer start(
            HttpConfiguration configuration, CoreService core, EventStreams streams) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var routing = HttpRouting.builder();
        routing.addFilter(new Lingering());
        routing.addFilter(new HttpMeters(meters, streams));
        routing.addFilter(new Guards(configuration.token()));
        Problems.install(routing);
        Routes.table(core, streams, BodyBudget.ofHeap(), meters).install(routing);
        RouteTable.refuseWriting(routing, HealthChecks.LIVE);
        RouteTable.refuseWriting(routing, HealthChecks.READY);
        InetAddress address = address(configuration.host());
        probe(address, configuration.port());
        var builder =
                WebServer.builder()
                        .address(address)
                        .host(configuration.host())
                        .port(configuration.port())
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .featuresDiscoverServices(false)
                        .addFeature(HealthChecks.feature(core))
                        .mediaContext(
                                MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                        .writeBufferSize(WRITE_BUFFER)
                        .protocolsDiscoverServices(false)
                        .addProtocol(
                                Http1Config.builder()
                                        .maxPrologueLength(MOST_LINE)
                                        .maxHeadersSize(MOST_HEADERS)
                                        .build())
                        .useNio(false) // or a read would wait without end
                        .connectionOptions(
                                options -> options.readTimeout(MOST_SILENCE).tcpNoDelay(true))
                        .maxPayloadSize(MOST_BODY)
                        .maxTcpConnections(MOST_CONNECTIONS)
                        .maxConcurrentRequests(MOST_REQUESTS)
                        .idleConnectionTimeout(IDLE)
                        .errorHandling(errors -> errors.includeEntity(true))
                        .directHandlers(TransportProblems.handlers())
                        .routing(routing);
        WebServer server = listen(builder.build(), configuration);
        String host = configuration.host();
        return new HttpServer(
                server,
                streams,
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    /// Where it listens, with the port that it really got, such as `http://127.0.0.1:8080`.
    public String url() {
        return url;
    }

    /// Ends event streams at once, gives other requests a second, and listens no more.
    @Override
    public void close() {
        streams.close();
        server.stop();
    }

    private static WebServer listen(WebServer server, HttpConfiguration configuration) {
        // Helidon logs why it cannot listen and does not throw.
        if (!server.start().isRunning()) {
            throw new HttpStartException(
                    "the HTTP server does not start at %s port %d; the log of io.helidon says why"
                            .formatted(configuration.host(), configuration.port()),
                    null);
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
                            ? "port " + port + " is taken; use --http-port"
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
