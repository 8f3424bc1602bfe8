package mesh.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mesh.cli.UserException;
import mesh.cli.place.DataDirectory;

/// Where the roles log to: a file that tells everything and never grows beyond a bound, and the
/// screen for what a person should know.
public final class MeshLog {
    private static final long FILE_BYTES = 10 << 20;
    private static final int FULL_FILES = 2;

    /// Loggers that say at length what nobody needs, and from which level on they may speak.
    private static final Map<String, Level> NOISY =
            Map.of(
                    "org.apache.activemq.audit", Level.OFF,
                    "org.apache.activemq", Level.WARNING,
                    // A stack trace for each attempt at a broker that is away; the link says it
                    // once.
                    "org.apache.activemq.artemis.core.client", Level.OFF,
                    "org.eclipse.jetty", Level.WARNING,
                    "io.hawt", Level.WARNING,
                    "org.jolokia", Level.WARNING,
                    "io.helidon", Level.WARNING,
                    "org.flywaydb", Level.WARNING,
                    "com.zaxxer.hikari", Level.WARNING,
                    "io.netty", Level.WARNING);

    /// A logger that nobody holds is forgotten with its level.
    private static final List<Logger> HELD = new ArrayList<>();

    /// Loggers that warn of what harms nobody; they reach the file alone.
    private static final List<String> FILE_ONLY =
            List.of("org.apache.activemq", "org.eclipse.jetty", "io.hawt", "org.jolokia");

    private MeshLog() {}

    /// For commands that end at once: they tell by their output alone.
    public static void silent() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
    }

    /// For roles: everything to a file of the data directory, warnings to the screen too.
    ///
    /// @param name the file's name without its ending
    public static void to(DataDirectory data, String name, PrintStream screen) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        NOISY.forEach(
                (logger, level) -> {
                    Logger noisy = Logger.getLogger(logger);
                    noisy.setLevel(level);
                    HELD.add(noisy);
                });
        root.addHandler(file(data.path().resolve(name + ".log")));
        root.addHandler(new OnScreen(screen));
    }

    private static Handler file(Path path) {
        try {
            return new LogFile(path, FILE_BYTES, FULL_FILES, new FileLine());
        } catch (IOException impossible) {
            throw UserException.usage(
                    "the log %s cannot be written (%s); give a directory that you may write to with --data"
                            .formatted(path, impossible.getMessage()));
        }
    }

    private static String message(Formatter formatter, LogRecord entry) {
        return formatter.formatMessage(entry);
    }

    /// One line for an entry, and the whole of an exception.
    private static final class FileLine extends Formatter {
        @Override
        public String format(LogRecord entry) {
            var line = new StringBuilder();
            line.append(Instant.ofEpochMilli(entry.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(entry.getLevel().getName())
                    .append(' ')
                    .append(entry.getLoggerName())
                    .append(": ")
                    .append(message(this, entry))
                    .append(System.lineSeparator());
            if (entry.getThrown() != null) {
                var trace = new StringWriter();
                entry.getThrown().printStackTrace(new PrintWriter(trace, true));
                line.append(trace);
            }
            return line.toString();
        }
    }

    /// Warnings for a person, one line each; the file holds the rest.
    private static final class OnScreen extends Handler {
        private final PrintStream screen;

        OnScreen(PrintStream screen) {
            this.screen = screen;
            setLevel(Level.WARNING);
            setFormatter(new FileLine());
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry) && !fileOnly(entry.getLoggerName())) {
                String cause =
                        entry.getThrown() == null
                                ? ""
                                : " (" + entry.getThrown().getMessage() + ")";
                screen.println(
                        (entry.getLevel().intValue() >= Level.SEVERE.intValue()
                                        ? "error: "
                                        : "warning: ")
                                + message(getFormatter(), entry).lines().findFirst().orElse("")
                                + cause);
            }
        }

        private static boolean fileOnly(String logger) {
            return logger != null && FILE_ONLY.stream().anyMatch(logger::startsWith);
        }

        @Override
        public void flush() {
            screen.flush();
        }

        @Override
        public void close() {
            screen.flush();
        }
    }
}
