package mesh.cli.option;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mesh.cli.UserException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Values of options that do not follow their command: what was given before it (`mesh --data DIR
/// nodes`), else from the environment (`MESH_HTTP_PORT`), else from `mesh.yaml` (`http-port`). It
/// remembers where each came from, so that an error can say so.
public final class Settings implements IDefaultValueProvider {
    /// Options that make no sense there.
    private static final Set<String> COMMAND_LINE_ONLY = Set.of("help", "version", "config", "all");

    private static final String PREFIX = "MESH_";

    /// Variables that others read: the launcher, and what starts a mesh in containers.
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    "MESH_JVM_FLAGS",
                    "MESH_BUILD",
                    "MESH_AOT",
                    "MESH_JAVA_PLACES",
                    "MESH_BROKER_ADDRESS");

    private final Map<String, String> environment;
    private final ConfigFile file;
    private final Map<String, String> origins = new HashMap<>();

    public Settings(Map<String, String> environment, ConfigFile file) {
        this.environment = environment;
        this.file = file;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = settingName(option);
        if (COMMAND_LINE_ONLY.contains(name)) {
            return null;
        }
        Optional<String> given = beforeCommand(option);
        if (given.isPresent()) {
            return given.get();
        }
        String variable = variable(name);
        String value = environment.get(variable);
        if (value != null && !value.isBlank()) {
            origins.put(name, "environment variable " + variable);
            return value.strip();
        }
        value = file.values().get(name);
        if (value != null) {
            origins.put(name, "`" + name + "` in " + file.path());
        }
        return value;
    }

    /// What the same option was given before the command. The words before it belong to the command
    /// above, which has been read by now.
    private static Optional<String> beforeCommand(OptionSpec option) {
        CommandSpec above = option.command() == null ? null : option.command().parent();
        if (above == null || above.commandLine().getParseResult() == null) {
            return Optional.empty();
        }
        OptionSpec same = above.commandLine().getParseResult().matchedOption(option.longestName());
        return same == null
                ? Optional.empty()
                : Optional.ofNullable(same.originalStringValues().getLast());
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// Where the value of an option came from, when it was not the command line.
    public Optional<String> origin(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Optional.ofNullable(origins.get(settingName(option)))
                : Optional.empty();
    }

    /// Whether nothing is set, neither in the file nor by a variable that a command could read.
    public boolean isEmpty() {
        return file.values().isEmpty() && ours().isEmpty();
    }

    private Set<String> ours() {
        var ours = new TreeSet<String>();
        for (String variable : environment.keySet()) {
            if (variable.startsWith(PREFIX)) {
                ours.add(variable);
            }
        }
        ours.removeAll(OTHER_VARIABLES);
        return ours;
    }

    /// Refuses a file that sets what no command has: a misspelt setting must not be silent.
    ///
    /// @throws UserException naming the key and what is like it
    public void check(CommandLine commands) {
        Set<String> known = names(commands);
        for (String key : file.values().keySet()) {
            if (!known.contains(key)) {
                throw UserException.usage(
                        "%s sets `%s`, which no command knows; settings are: %s"
                                .formatted(file.path(), key, String.join(", ", known)));
            }
        }
    }

    /// The variables that are meant for a mesh by their name and that nothing knows: misspelt
    /// settings. They are no reason to refuse, for an environment is made for many programs.
    public Set<String> unknownVariables(CommandLine commands) {
        Set<String> unknown = ours();
        unknown.removeAll(variables(commands));
        return unknown;
    }

    /// Every variable that a command reads.
    public static Set<String> variables(CommandLine commands) {
        var variables = new TreeSet<String>();
        names(commands).forEach(name -> variables.add(variable(name)));
        variables.add(variable("config"));
        return variables;
    }

    /// Every setting that the file may hold.
    private static Set<String> names(CommandLine commands) {
        var known = new TreeSet<String>();
        gather(commands, known);
        known.removeAll(COMMAND_LINE_ONLY);
        return known;
    }

    private static void gather(CommandLine command, Set<String> names) {
        command.getCommandSpec().options().forEach(option -> names.add(settingName(option)));
        command.getSubcommands().values().forEach(sub -> gather(sub, names));
    }

    /// The first name of an option without its dashes.
    private static String settingName(OptionSpec option) {
        for (String name : option.names()) {
            if (name.startsWith("--")) {
                return name.substring(2);
            }
        }
        return option.longestName();
    }
}
