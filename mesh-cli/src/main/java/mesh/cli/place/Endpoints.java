package mesh.cli.place;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/// Where a mesh listens. What is not offered is null.
///
/// @param http the API, such as `http://127.0.0.1:8080`
/// @param broker for workers and other roles, such as `tcp://127.0.0.1:61616`
/// @param console the broker's web console
/// @param pid the process that wrote it last
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Endpoints(String http, String broker, String console, long pid) {

    public static Endpoints ofThisProcess(String http, String broker, String console) {
        return new Endpoints(http, broker, console, ProcessHandle.current().pid());
    }

    /// These, and those where those say something.
    Endpoints with(Endpoints those) {
        return new Endpoints(
                those.http == null ? http : those.http,
                those.broker == null ? broker : those.broker,
                those.console == null ? console : those.console,
                those.pid);
    }

    /// These without those; empty where nothing is left. What another process has taken over
    /// meanwhile stays.
    Optional<Endpoints> without(Endpoints those) {
        var rest =
                new Endpoints(
                        http == null || http.equals(those.http) ? null : http,
                        broker == null || broker.equals(those.broker) ? null : broker,
                        console == null || console.equals(those.console) ? null : console,
                        pid);
        return rest.http == null && rest.broker == null && rest.console == null
                ? Optional.empty()
                : Optional.of(rest);
    }
}
