package mesh.core.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/// Counts and times requests by method and status. A request that waits, or a stream, counts when
/// it ends and is not timed: it takes as long as its client wanted.
final class HttpMeters implements Filter {
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS");

    private final MeterRegistry registry;
    private final Timer duration;

    HttpMeters(MeterRegistry registry, EventStreams streams) {
        this.registry = registry;
        this.duration =
                Timer.builder("mesh.http.request.duration")
                        .description("how long requests that do not wait took")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        Gauge.builder("mesh.http.event.streams", streams, EventStreams::count)
                .description("event streams that are open now")
                .register(registry);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begin = System.nanoTime();
        response.whenSent(() -> count(request, response.status().code(), begin));
        chain.proceed();
    }

    private void count(RoutingRequest request, int status, long begin) {
        String method = request.prologue().method().text();
        registry.counter(
                        "mesh.http.requests",
                        "method",
                        METHODS.contains(method) ? method : "other",
                        "status",
                        Integer.toString(status))
                .increment();
        boolean waits =
                request.query().contains("wait")
                        || request.prologue().uriPath().path().endsWith("/events");
        if (!waits) {
            duration.record(Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
