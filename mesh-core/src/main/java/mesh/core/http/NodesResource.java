package mesh.core.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import mesh.core.CoreService;
import mesh.core.NodeView;
import mesh.protocol.NodeId;

/// Nodes, and the wish that one take no further jobs.
final class NodesResource {
    private final CoreService core;

    NodesResource(CoreService core) {
        this.core = core;
    }

    void list(ServerRequest request, ServerResponse response) {
        Answers.list(response, new Answers.Items<>(core.nodes()));
    }

    void get(ServerRequest request, ServerResponse response) {
        Answers.ok(response, node(id(request)));
    }

    void drain(ServerRequest request, ServerResponse response) {
        NodeId id = id(request);
        if (!core.drain(id)) {
            throw unknown(id.value());
        }
        Answers.accepted(response, node(id));
    }

    private NodeView node(NodeId id) {
        return core.node(id).orElseThrow(() -> unknown(id.value()));
    }

    private static NodeId id(ServerRequest request) {
        String text = Parameters.idText(request);
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException noName) {
            throw unknown(text);
        }
    }

    private static ProblemException unknown(String name) {
        return ProblemException.at(
                ProblemKind.NOT_FOUND, "id", "there is no node " + Texts.brief(name));
    }
}
