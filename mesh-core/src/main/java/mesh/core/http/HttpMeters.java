package mesh.core.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import mesh.core.http.edge.Budget;

/// Counts and times requests by method and status. A request that waits, or a stream, counts when
/// it ends and is not timed: it takes as long as its client wanted.
final class HttpMeters implements Filter {
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS");

    private final MeterRegistry registry;

    /// The registry finds them by their tags too, and takes longer for it than to count.
    private final Map<Kind, Counter> requests = new ConcurrentHashMap<>();
    private final Timer duration;

    private record Kind(String method, int status) {}

    HttpMeters(MeterRegistry registry, EventStreams streams, Places places) {
        this.registry = registry;
        this.duration =
                Timer.builder("mesh.http.request.duration")
                        .description("how long requests that do not wait took")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        Gauge.builder("mesh.http.event.streams", streams, EventStreams::count)
                .description("event streams that are open now")
                .register(registry);
        Gauge.builder("mesh.http.requests.waiting", places.waits(), Budget::taken)
                .description("requests that wait for a job to end")
                .register(registry);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begin = System.nanoTime();
        response.whenSent(() -> count(request, response.status().code(), begin));
        chain.proceed();
    }

    /// Whatever methods clients make up are counted as one.
    private Counter counter(Kind kind) {
        Counter known = requests.get(kind);
        return known != null
                ? known
                : requests.computeIfAbsent(
                        METHODS.contains(kind.method()) ? kind : new Kind("other", kind.status()),
                        this::begin);
    }

    private Counter begin(Kind kind) {
        return registry.counter(
                "mesh.http.requests",
                "method",
                kind.method(),
                "status",
                Integer.toString(kind.status()));
    }

    private void count(RoutingRequest request, int status, long begin) {
        counter(new Kind(request.prologue().method().text(), status)).increment();
        boolean waits =
                request.query().contains("wait")
                        || request.prologue().uriPath().path().endsWith("/events");
        if (!waits) {
            duration.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }
}
