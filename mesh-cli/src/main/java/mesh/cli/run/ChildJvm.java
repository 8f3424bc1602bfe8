package mesh.cli.run;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mesh.cli.Main;

/// How this program starts itself again as a child: by the same Java and class path, small and
/// quick to start.
public final class ChildJvm {
    private static final List<String> FLAGS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1");

    /// What is meant for this process alone: what looks into it.
    private static final Pattern NOT_HANDED_ON =
            Pattern.compile("-javaagent|-agentlib|-XX:StartFlightRecording|-XX:AOTCacheOutput");

    private ChildJvm() {}

    /// The whole command.
    ///
    /// @param heapMib the largest heap, in MiB
    /// @param arguments of the command line, the command first
    public static List<String> command(int heapMib, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + heapMib + "m");
        command.addAll(cache());
        command.addAll(List.of("-cp", absoluteClassPath(), Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /// The whole command of a process that lives as long as a user's own: with the flags of this
    /// one, which the launcher chose.
    ///
    /// @param flags more flags; they go before those
    /// @param arguments of the command line, the command first
    public static List<String> serving(List<String> flags, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !NOT_HANDED_ON.matcher(flag).lookingAt())
                .forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of("-cp", absoluteClassPath(), Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /// What lets this process start fast lets its children too.
    private static List<String> cache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:AOTCache=") || flag.startsWith("-Xlog:"))
                .toList();
    }

    private static String absoluteClassPath() {
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
