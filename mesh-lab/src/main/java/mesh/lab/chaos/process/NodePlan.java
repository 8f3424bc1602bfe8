package mesh.lab.chaos.process;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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

    /// Nodes n1, n2 and so on, whose clocks are right.
    ///
    /// @param options of the n-th, from 1
    public static List<NodePlan> many(int nodes, IntFunction<List<String>> options) {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(n -> new NodePlan("n" + n, options.apply(n), List.of()))
                .toList();
    }
}
