package mesh.core.http;

import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Methods and paths in the order in which they are tried. A known path with another method is
/// answered with 405 and what it has, which Helidon by itself would call unknown.
final class RouteTable {

    /// @param path as Helidon and OpenAPI write it, such as `/v1/jobs/{id}`
    record Route(Method method, String path, Handler handler) {}

    private final Map<String, List<Route>> byPath = new LinkedHashMap<>();

    RouteTable get(String path, Handler handler) {
        return add(Method.GET, path, handler);
    }

    RouteTable post(String path, Handler handler) {
        return add(Method.POST, path, handler);
    }

    RouteTable delete(String path, Handler handler) {
        return add(Method.DELETE, path, handler);
    }

    private RouteTable add(Method method, String path, Handler handler) {
        byPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Route(method, path, handler));
        return this;
    }

    List<Route> routes() {
        return byPath.values().stream().flatMap(List::stream).toList();
    }

    void install(HttpRouting.Builder routing) {
        byPath.forEach(
                (path, routes) -> {
                    routes.forEach(route -> routing.route(route.method(), path, route.handler()));
                    routing.any(path, refusal(path, allowed(routes)));
                });
    }

    /// Answers the other methods of a path that another serves for reading.
    static void refuseWriting(HttpRouting.Builder routing, String path) {
        routing.route(
                method -> !method.equals(Method.GET) && !method.equals(Method.HEAD),
                PathMatchers.exact(path),
                refusal(path, "GET, HEAD"));
    }

    private static String allowed(List<Route> routes) {
        return String.join(", ", routes.stream().map(route -> route.method().text()).toList());
    }

    private static Handler refusal(String path, String allowed) {
        return (request, _) -> {
            throw ProblemException.methodNotAllowed(
                    request.prologue().method().text(), path, allowed);
        };
    }
}
