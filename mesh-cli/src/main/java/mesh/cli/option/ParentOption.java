package mesh.cli.option;

import mesh.cli.UserException;
import picocli.CommandLine.Option;

/// Ties a role to the process that started it as a child, which would otherwise leave it behind
/// when it is killed.
public final class ParentOption {
    @Option(
            names = "--ends-with",
            paramLabel = "PID",
            hidden = true,
            description = "End when this process does: for whoever starts a role as a child.")
    private Long parent;

    /// Has this done when the parent ends, where there is one.
    public void onEnd(Runnable ending) {
        if (parent == null) {
            return;
        }
        ProcessHandle.of(parent)
                .orElseThrow(() -> UserException.usage("there is no process " + parent))
                .onExit()
                .thenRun(ending);
    }
}
