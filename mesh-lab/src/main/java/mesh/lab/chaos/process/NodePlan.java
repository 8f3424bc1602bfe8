package mesh.lab.chaos.process;

import java.util.List;

/// A node to be started.
///
/// @param options of `worker` beside its name, its data and its broker
/// @param wrapped what its command is started by, such as a tool that changes its clock; mostly
///     nothing
public record NodePlan(String name, List<String> options, List<String> wrapped) {
    public NodePlan {
        options = List.copyOf(options);
        wrapped = List.copyOf(wrapped);
    }
}
