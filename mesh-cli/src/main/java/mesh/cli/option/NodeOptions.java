package mesh.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mesh.cli.UserException;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;
import mesh.worker.WorkerConfiguration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a node's owner decides about it.
public final class NodeOptions {
    @Option(
            names = "--capability",
            paramLabel = "NAME[=VALUE]",
            split = ",",
            description =
                    "What the node can do beside what it finds out by itself, such as gpu=2 or"
                            + " region=eu; may be given many times.")
    private List<String> capabilities = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "How many jobs it runs at once (default: one for each core).")
    private Integer slots;

    @Mixin private AllowOptions allow;

    /// The node as its owner wants it.
    ///
    /// @param directory where its jobs work
    /// @param allowed what may run where the owner said nothing
    public WorkerConfiguration configuration(String name, Path directory, Set<String> allowed) {
        try {
            WorkerConfiguration node =
                    WorkerConfiguration.defaults(new NodeId(name))
                            .withCapabilities(Capabilities.parse(capabilities))
                            .withAllow(allow.allowed(allowed))
                            .withDirectory(directory);
            return slots == null ? node : node.withSlots(slots);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }
}
