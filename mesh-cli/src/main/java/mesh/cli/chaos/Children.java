package mesh.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import mesh.cli.run.ChildJvm;
import mesh.lab.process.Program;

/// The roles as children of this process: by the same Java and class path, and never outliving it.
final class Children implements Program {
    private static final int NODE_MIB = 128;
    private static final int SERVER_MIB = 512;

    @Override
    public List<String> command(String role, List<String> options) {
        var arguments = new ArrayList<String>(List.of(role));
        arguments.addAll(options);
        arguments.addAll(List.of("--ends-with", Long.toString(ProcessHandle.current().pid())));
        return ChildJvm.command(role.equals("worker") ? NODE_MIB : SERVER_MIB, arguments);
    }
}
