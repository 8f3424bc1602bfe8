package mesh.lab.process;

import java.util.List;

/// How this program is started again as a process, with the same Java and the same flags as a
/// user's own: by whoever knows the command line.
@FunctionalInterface
public interface Launcher {
    /// The whole command, with an absolute path to what is executed.
    ///
    /// @param flags of the JVM, besides the usual ones; later ones go before
    /// @param arguments of the program, the name of its command first
    List<String> command(List<String> flags, List<String> arguments);
}
