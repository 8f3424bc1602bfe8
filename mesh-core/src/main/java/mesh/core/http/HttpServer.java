package mesh.core.http;

import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionStage;
import mesh.core.CoreService;
import mesh.core.http.edge.Listener;

/// The core's HTTP, listening. Every request has a virtual thread of its own; the limits are such
/// that what one client sends, holds or leaves unread costs the others nothing.
public final class HttpServer implements AutoCloseable {
    /// The largest body of a batch, in bytes.
    static final int MOST_BODY = 64 << 20;

    private final Listener listener;
    private final EventStreams streams;
    private final String url;

    private HttpServer(Listener listener, EventStreams streams, String url) {
        this.listener = listener;
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
        return start(configuration, core, HttpLimits.ofThisProcess());
    }

    static HttpServer start(HttpConfiguration configuration, CoreService core, HttpLimits limits) {
        InetAddress address = address(configuration.host());
        var streams = new EventStreams(limits);
        HttpRouting.Builder routing = routing(configuration, core, streams, limits);
        Listener listener = listen(address, configuration.port(), routing, limits);
        String host = reachable(configuration.host(), address);
        return new HttpServer(
                listener,
                streams,
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listener.port());
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
            HttpLimits limits) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Places places = Places.of(limits.bounds());
        var routing = HttpRouting.builder();
        routing.addFilter(new Lingering());
        routing.addFilter(new HttpMeters(meters, streams, places));
        routing.addFilter(new Guards(configuration.token(), places));
        Problems.install(routing);
        HealthChecks.install(routing, core);
        Routes.table(core, streams, BodyBudget.ofHeap(), places, meters).install(routing);
        return routing;
    }

    private static Listener listen(
            InetAddress address, int port, HttpRouting.Builder routing, HttpLimits limits) {
        var service =
                new Listener.Service(
                        Surroundings.make(), Router.builder().addRouting(routing).build());
        try {
            return Listener.start(address, port, service, limits.bounds());
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

    /// Where a client on this machine finds it, with the port that it really got, such as
    /// `http://127.0.0.1:8080`.
    public String url() {
        return url;
    }

    /// Comes true with the reason when it listens no more though nobody closed it.
    public CompletionStage<String> dead() {
        return listener.dead();
    }

    Listener listener() {
        return listener;
    }

    /// Ends event streams at once, gives other requests a second, and listens no more.
    @Override
    public void close() {
        streams.close();
        listener.close();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new HttpStartException("`host` " + host + " is no known address", unknown);
        }
    }
}
