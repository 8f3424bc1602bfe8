package mesh.cli;

import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.PrintStream;

/// Where a command reads and writes.
///
/// @param out what was asked for, and nothing else, so that it can be piped
/// @param err what is said beside it: progress, hints, errors
/// @param terminal whether a person looks on, so that lines may be drawn over
/// @param width columns of the terminal
public record Screen(
        PrintStream out, PrintStream err, InputStream in, boolean terminal, int width) {
    private static final int DEFAULT_WIDTH = 100;

    /// The screen of this process.
    public static Screen ofProcess() {
        boolean terminal =
                System.console() != null
                        && System.console().isTerminal()
                        && !"dumb".equals(System.getenv("TERM"));
        return new Screen(
                Output.to(FileDescriptor.out),
                Output.to(FileDescriptor.err),
                System.in,
                terminal,
                columns());
    }

    /// Ends a command that goes on and on once nobody takes its output any more.
    ///
    /// @throws Unwritten where that is so
    public void flush() {
        if (out.checkError()) {
            throw new Unwritten();
        }
    }

    /// There is no point in going on: the output goes nowhere.
    static final class Unwritten extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// The exit code of a command that ended with this one. Where its output could not be written
    /// that is not 0, and a person is told why; but not where whoever read it has simply left.
    int ended(int code) {
        if (!out.checkError()) {
            return code;
        }
        boolean known = out instanceof Output output && output.failure() != null;
        if (!known || !((Output) out).isAbandoned()) {
            err.println(
                    "error: the output could not be written"
                            + (known ? ": " + ((Output) out).failure() : ""));
        }
        return code == ExitCode.DONE ? ExitCode.UNWRITTEN : code;
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,4}")
                ? Integer.parseInt(columns)
                : DEFAULT_WIDTH;
    }
}
