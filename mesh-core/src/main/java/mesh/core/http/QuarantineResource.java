package mesh.core.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.UUID;
import mesh.core.CoreService;
import mesh.core.CoreService.RequeueAnswer;

/// What could not be believed, read or finished.
final class QuarantineResource {
    private final CoreService core;

    QuarantineResource(CoreService core) {
        this.core = core;
    }

    void list(ServerRequest request, ServerResponse response) {
        Answers.list(response, new Answers.Items<>(core.quarantine()));
    }

    void requeue(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        switch (core.requeue(id)) {
            case RequeueAnswer.Requeued() -> Answers.accepted(response, Map.of("id", id));
            case RequeueAnswer.Unknown() -> throw unknown(id.toString());
            case RequeueAnswer.StillUnreadable(String reason) ->
                    throw ProblemException.at(ProblemKind.STILL_UNREADABLE, "id", reason);
        }
    }

    void forget(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        if (!core.forget(id)) {
            throw unknown(id.toString());
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private static UUID id(ServerRequest request) {
        return Parameters.pathUuid(request).orElseThrow(() -> unknown(Parameters.idText(request)));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.at(
                ProblemKind.NOT_FOUND, "id", "nothing is in quarantine under " + Texts.brief(id));
    }
}
