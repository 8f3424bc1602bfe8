package mesh.cli;

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
        return new Screen(System.out, System.err, System.in, terminal, columns());
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,4}")
                ? Integer.parseInt(columns)
                : DEFAULT_WIDTH;
    }
}
