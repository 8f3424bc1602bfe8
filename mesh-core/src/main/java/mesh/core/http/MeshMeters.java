package mesh.core.http;

import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.core.CoreService;
import mesh.core.Stats;

/// The mesh's figures as meters. They are taken once for each scrape, just before it, so that what
/// one scrape shows belongs together.
final class MeshMeters implements Filter {
    private final CoreService core;
    private final MeterRegistry registry;
    private volatile Stats stats;

    MeshMeters(CoreService core, MeterRegistry registry) {
        this.core = core;
        this.registry = registry;
        this.stats = new Stats(Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.prologue().uriPath().path().startsWith(Observability.METRICS)) {
            take();
        }
        chain.proceed();
    }

    /// States and reasons come into being as the mesh runs; each gets its meter when first seen.
    private void take() {
        stats = core.stats();
        stats.jobs()
                .keySet()
                .forEach(state -> gauge("mesh_jobs", "Jobs by state", "state", state, Stats::jobs));
        stats.nodes()
                .keySet()
                .forEach(
                        state ->
                                gauge(
                                        "mesh_nodes",
                                        "Nodes by state",
                                        "state",
                                        state,
                                        Stats::nodes));
        stats.rates()
                .keySet()
                .forEach(
                        what ->
                                gauge(
                                        "mesh_rate",
                                        "Per second over the last minute",
                                        "of",
                                        what,
                                        Stats::rates));
        stats.refused().keySet().forEach(this::refused);
    }

    private void gauge(
            String name,
            String description,
            String tag,
            String value,
            Function<Stats, Map<String, ? extends Number>> figures) {
        registry.getOrCreate(
                Gauge.builder(
                                name,
                                this,
                                me -> {
                                    Number figure = figures.apply(me.stats).get(value);
                                    return figure == null ? 0 : figure.doubleValue();
                                })
                        .description(description)
                        .tags(List.of(Tag.create(tag, value))));
    }

    private void refused(String reason) {
        registry.getOrCreate(
                FunctionalCounter.builder(
                                "mesh_refused",
                                this,
                                me -> me.stats.refused().getOrDefault(reason, 0L))
                        .description("Settlements and others that were not accepted, by reason")
                        .tags(List.of(Tag.create("reason", reason))));
    }
}
