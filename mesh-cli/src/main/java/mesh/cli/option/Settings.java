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
import picocli.CommandLine.Model.OptionSpec;

/// Values of options that are not on the command line: from the environment (`MESH_HTTP_PORT`),
/// else from `mesh.yaml` (`http-port`). It remembers where each came from, so that an error can say
/// so.
public final class Settings implements IDefaultValueProvider {
    /// Options that make no sense there.
    private static final Set<String> COMMAND_LINE_ONLY = Set.of("help", "version", "config");

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
        String variable = "MESH_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
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

    /// Where the value of an option came from, when it was not the command line.
    public Optional<String> origin(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Optional.ofNullable(origins.get(settingName(option)))
                : Optional.empty();
    }

    /// Refuses a file that sets what no command has: a misspelt setting must not be silent.
    ///
    /// @throws UserException naming the key and what is like it
    public void check(CommandLine commands) {
        Set<String> known = new TreeSet<>();
        gather(commands, known);
        known.removeAll(COMMAND_LINE_ONLY);
        for (String key : file.values().keySet()) {
            if (!known.contains(key)) {
                throw UserException.usage(
                        "%s sets `%s`, which no command knows; settings are: %s"
                                .formatted(file.path(), key, String.join(", ", known)));
            }
        }
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
