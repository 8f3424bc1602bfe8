package mesh.core.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import mesh.core.CoreService;
import mesh.core.Stats;

/// The mesh's and the JVM's figures as Prometheus reads them. The mesh's are taken once for each
/// scrape, so that what one scrape shows belongs together.
///
/// It is made with Micrometer directly: Helidon's metrics keep all meters in one static registry,
/// where the second core of a process would show the first one's figures.
final class MetricsResource {
    static final String PATH = "/observe/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final CoreService core;
    private final PrometheusMeterRegistry registry;
    private volatile Stats stats = new Stats(Map.of(), Map.of(), Map.of(), Map.of(), null);

    MetricsResource(CoreService core, PrometheusMeterRegistry registry) {
        this.core = core;
        this.registry = registry;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("mesh.dead", this, me -> figure(me.stats.dead()))
                .description("jobs that failed or expired and were neither requeued nor put away")
                .register(registry);
    }

    void get(ServerRequest request, ServerResponse response) {
        take();
        response.header(HeaderNames.CONTENT_TYPE, TEXT);
        response.send(registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    /// States and reasons come into being as the mesh runs; each gets its meter when first seen.
    private void take() {
        Stats now = core.stats();
        stats = now;
        now.jobs().keySet().forEach(state -> gauge("mesh.jobs", "state", state, Stats::jobs));
        now.nodes().keySet().forEach(state -> gauge("mesh.nodes", "state", state, Stats::nodes));
        now.rates().keySet().forEach(what -> gauge("mesh.rate", "of", what, Stats::rates));
        now.refused().keySet().forEach(this::refused);
    }

    private void gauge(
            String name,
            String tag,
            String value,
            Function<Stats, Map<String, ? extends Number>> figures) {
        Gauge.builder(name, this, me -> figure(figures.apply(me.stats).get(value)))
                .tag(tag, value)
                .register(registry);
    }

    private void refused(String reason) {
        FunctionCounter.builder("mesh.refused", this, me -> figure(me.stats.refused().get(reason)))
                .description("settlements and others that were not accepted")
                .tag("reason", reason)
                .register(registry);
    }

    private static double figure(Number number) {
        return number == null ? 0 : number.doubleValue();
    }
}
