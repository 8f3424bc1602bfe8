package mesh.core.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mesh.core.CoreService;
import mesh.core.http.edge.Connection;

/// Whether the core lives and whether it can take jobs, under the paths and in the words of
/// MicroProfile Health. A connection beyond the bound is closed with the answer, for the next one
/// that asks.
final class HealthChecks {
    static final String PATH = "/observe/health";
    static final String LIVE = PATH + "/live";
    static final String READY = PATH + "/ready";
    private static final String UP = "UP";

    /// @param data why it is not well; left out where it is
    private record Check(
            String name,
            String status,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> data) {
        static Check up(String name) {
            return new Check(name, UP, Map.of());
        }

        boolean isUp() {
            return status.equals(UP);
        }
    }

    private record Health(String status, List<Check> checks) {
        static Health of(List<Check> checks) {
            return new Health(checks.stream().allMatch(Check::isUp) ? UP : "DOWN", checks);
        }
    }

    private HealthChecks() {}

    static void install(HttpRouting.Builder routing, CoreService core) {
        Supplier<Check> admission = () -> admission(core);
        // Whoever reads the first was answered.
        Supplier<Check> http = () -> Check.up("http");
        install(routing, PATH, List.of(http, admission));
        install(routing, LIVE, List.of(http));
        install(routing, READY, List.of(admission));
    }

    private static Check admission(CoreService core) {
        return core.unready()
                .map(reason -> new Check("admission", "DOWN", Map.of("reason", reason)))
                .orElseGet(() -> Check.up("admission"));
    }

    private static void install(
            HttpRouting.Builder routing, String path, List<Supplier<Check>> checks) {
        Handler answer =
                (request, response) ->
                        send(
                                request,
                                response,
                                Health.of(checks.stream().map(Supplier::get).toList()));
        for (Method method : List.of(Method.GET, Method.HEAD)) {
            routing.route(method, path, answer);
        }
        RouteTable.refuseWriting(routing, path);
    }

    private static void send(ServerRequest request, ServerResponse response, Health health) {
        byte[] body = Answers.json(health);
        response.status(
                health.status().equals(UP) ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        if (Connection.current().isSpare()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }
}
