package mesh.core.http;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Counts requests by method and status and times them. Event streams are counted as they end and
/// not timed.
final class HttpMeters implements Filter {
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS");

    private final MeterRegistry registry;
    private final Timer duration;

    HttpMeters(MeterRegistry registry, EventStreams streams) {
        this.registry = registry;
        this.duration =
                registry.getOrCreate(
                        Timer.builder("mesh_http_request")
                                .description("How long requests took to answer")
                                .percentiles(0.5, 0.99));
        registry.getOrCreate(
                Gauge.builder("mesh_http_event_streams", streams, EventStreams::count)
                        .description("Event streams that are open now"));
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begin = System.nanoTime();
        response.whenSent(
                () -> {
                    String method = request.prologue().method().text();
                    count(METHODS.contains(method) ? method : "other", response.status().code());
                    if (!request.path().absolute().path().endsWith("/events")) {
                        duration.record(Duration.ofNanos(System.nanoTime() - begin));
                    }
                });
        chain.proceed();
    }

    private void count(String method, int status) {
        registry.getOrCreate(
                        Counter.builder("mesh_http_requests")
                                .description("Requests by method and status")
                                .tags(
                                        List.of(
                                                Tag.create("method", method),
                                                Tag.create("status", Integer.toString(status)))))
                .increment();
    }
}
