package mesh.core.http;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.util.Optional;
import java.util.function.Supplier;
import mesh.core.CoreService;

/// Health and metrics, under the paths that Helidon gives them.
final class Observability {
    private static final String ROOT = "/observe";
    static final String HEALTH = ROOT + "/health";
    static final String METRICS = ROOT + "/metrics";

    private Observability() {}

    static ObserveFeature feature(CoreService core, MeterRegistry meters) {
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .endpoint(ROOT)
                .addObserver(
                        HealthObserver.builder()
                                .useSystemServices(false)
                                .details(true)
                                .addCheck(() -> up(), HealthCheckType.LIVENESS, "http")
                                .addCheck(readiness(core), HealthCheckType.READINESS, "admission")
                                .build())
                .addObserver(MetricsObserver.builder().meterRegistry(meters).build())
                .build();
    }

    /// Whoever reads this was answered.
    private static HealthCheckResponse up() {
        return HealthCheckResponse.builder().status(true).build();
    }

    private static Supplier<HealthCheckResponse> readiness(CoreService core) {
        return () -> {
            Optional<String> reason = core.unready();
            var response = HealthCheckResponse.builder().status(reason.isEmpty());
            reason.ifPresent(text -> response.detail("reason", text));
            return response.build();
        };
    }
}
