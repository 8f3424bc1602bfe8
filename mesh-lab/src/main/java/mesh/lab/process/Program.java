package mesh.lab.process;

import java.util.List;

/// How a role of the mesh is started as a process: by whoever knows the command line.
@FunctionalInterface
public interface Program {
    /// The whole command, with an absolute path to what is executed.
    ///
    /// @param role `broker`, `core`, `auction` or `worker`
    /// @param options of that command
    List<String> command(String role, List<String> options);
}
