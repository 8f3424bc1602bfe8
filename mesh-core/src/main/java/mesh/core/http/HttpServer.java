package mesh.core.http;

import io.helidon.http.media.MediaContext;
import io.helidon.http.media.jackson.JacksonSupport;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import mesh.core.CoreService;
import mesh.protocol.json.MeshJson;

/// The core's HTTP, listening. Every request has a virtual thread of its own; the limits are such
/// that what one client sends or leaves unread costs the others nothing.
public final class HttpServer implements AutoCloseable {
    /// The largest body of a batch, in bytes.
    static final int MOST_BODY = 64 << 20;

    private static final int MOST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 16 << 10;
    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_REQUESTS = 2048;
    private static final int MOST_EVENTS_WAITING = 1 << 15;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration MOST_SILENCE = Duration.ofSeconds(30);
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
        return start(configuration, core, new EventStreams(HEARTBEAT, MOST_EVENTS_WAITING));
    }

    static HttpServer start(
            HttpConfiguration configuration, CoreService core, EventStreams streams) {
        MeterRegistry meters = meters();
        var routing = HttpRouting.builder();
        routing.addFilter(new HttpMeters(meters, streams));
        routing.addFilter(new Guards(configuration.token()));
        routing.addFilter(new MeshMeters(core, meters));
        Problems.install(routing);
        Routes.table(core, streams, BodyBudget.ofHeap()).install(routing);
        InetAddress address = address(configuration.host());
        var builder =
                WebServer.builder()
                        .address(address)
                        .host(configuration.host())
                        .port(configuration.port())
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .featuresDiscoverServices(false)
                        .addFeature(Observability.feature(core, meters))
                        .mediaContext(media())
                        .protocolsDiscoverServices(false)
                        .addProtocol(
                                Http1Config.builder()
                                        .maxPrologueLength(MOST_LINE)
                                        .maxHeadersSize(MOST_HEADERS)
                                        .build())
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
        try {
            return server.start();
        } catch (RuntimeException failed) {
            throw new HttpStartException(explain(failed, configuration), failed);
        }
    }

    private static String explain(RuntimeException failed, HttpConfiguration configuration) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException refused) {
                String reason = String.valueOf(refused.getMessage());
                return reason.contains("already in use")
                        ? "port " + configuration.port() + " is taken; use --http-port"
                        : "cannot listen on %s port %d: %s"
                                .formatted(configuration.host(), configuration.port(), reason);
            }
        }
        return "the HTTP server does not start: " + failed.getMessage();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new HttpStartException("`host` " + host + " is no known address", unknown);
        }
    }

    private static MediaContext media() {
        return MediaContext.builder()
                .mediaSupportsDiscoverServices(false)
                .addMediaSupport(JacksonSupport.create(MeshJson.MAPPER))
                .build();
    }

    /// A registry of its own, so that two servers in one process do not share their counts.
    private static MeterRegistry meters() {
        MeterRegistry registry = MeterRegistry.create(MetricsConfig.create());
        JvmMeters.register(registry);
        return registry;
    }
}
