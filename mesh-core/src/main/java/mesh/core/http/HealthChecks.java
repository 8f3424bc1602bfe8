package mesh.core.http;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.util.Optional;
import java.util.function.Supplier;
import mesh.core.CoreService;

/// Whether the core lives and whether it can take jobs, under the paths that Helidon gives health.
final class HealthChecks {
    private static final String ROOT = "/observe";
    static final String PATH = ROOT + "/health";
    static final String LIVE = PATH + "/live";
    static final String READY = PATH + "/ready";

    private HealthChecks() {}

    static ObserveFeature feature(CoreService core) {
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .endpoint(ROOT)
                .addObserver(
                        HealthObserver.builder()
                                .useSystemServices(false)
                                .details(true)
                                .addCheck(HealthChecks::up, HealthCheckType.LIVENESS, "http")
                                .addCheck(readiness(core), HealthCheckType.READINESS, "admission")
                                .build())
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
