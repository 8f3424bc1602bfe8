package mesh.cli;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.cli.client.ProblemException;
import mesh.cli.command.MeshCommand;
import mesh.cli.command.RootCommand;
import mesh.cli.option.ConfigFile;
import mesh.cli.option.Settings;
import mesh.cli.option.WholeNumber;
import mesh.cli.run.MeshLog;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        MeshLog.silent();
        Screen screen = Screen.ofProcess();
        System.setOut(screen.out());
        System.setErr(screen.err());
        System.exit(process(screen, arguments));
    }

    private static int process(Screen screen, String... arguments) {
        try {
            CommandLineText.check(
                    System.getProperty("sun.jnu.encoding"), System.getenv(), arguments);
        } catch (UserException changed) {
            return tell(screen, changed, false);
        }
        return run(screen, System.getenv(), Path.of(""), arguments);
    }

    /// Runs one command.
    ///
    /// @param currentDirectory where `mesh.yaml` is looked for
    /// @return the exit code
    public static int run(
            Screen screen,
            Map<String, String> environment,
            Path currentDirectory,
            String... arguments) {
        return screen.ended(command(screen, environment, currentDirectory, arguments));
    }

    private static int command(
            Screen screen,
            Map<String, String> environment,
            Path currentDirectory,
            String... arguments) {
        boolean debug = debug(environment, arguments);
        try {
            var settings =
                    new Settings(
                            environment,
                            ConfigFile.find(configFile(environment, arguments), currentDirectory));
            Optional<Class<?>> alone =
                    arguments.length > 0 && settings.isEmpty()
                            ? MeshCommand.named(arguments[0])
                            : Optional.empty();
            if (alone.isPresent()) {
                return commands(screen, settings, debug, alone.get()).execute(arguments);
            }
            CommandLine commands = commands(screen, settings, debug);
            settings.check(commands);
            warn(screen, settings, commands);
            return commands.execute(arguments);
        } catch (UserException wrong) {
            return tell(screen, wrong, debug);
        } finally {
            screen.out().flush();
            screen.err().flush();
        }
    }

    /// A misspelt variable must not be silent.
    private static void warn(Screen screen, Settings settings, CommandLine commands) {
        for (String unknown : settings.unknownVariables(commands)) {
            List<String> meant = Suggestions.among(Settings.variables(commands), unknown);
            screen.err()
                    .println(
                            "warning: no command reads the environment variable %s%s"
                                    .formatted(
                                            unknown,
                                            meant.isEmpty()
                                                    ? ""
                                                    : "; did you mean " + meant.getFirst() + "?"));
        }
    }

    /// All commands, ready to be executed.
    static CommandLine commands(Screen screen, Settings settings, boolean debug) {
        return commands(
                new CommandLine(MeshCommand.class, factory(screen)), screen, settings, debug);
    }

    /// This one alone, as if it were among the others. Where it is named first and nothing else is
    /// set, none of the others can matter.
    private static CommandLine commands(
            Screen screen, Settings settings, boolean debug, Class<?> alone) {
        var commands = new CommandLine(RootCommand.class, factory(screen)).addSubcommand(alone);
        return commands(commands, screen, settings, debug);
    }

    private static CommandLine commands(
            CommandLine commands, Screen screen, Settings settings, boolean debug) {
        IExecutionExceptionHandler failed = (problem, _, _) -> tell(screen, problem, debug);
        WholeNumber.install(commands);
        return commands.setDefaultValueProvider(settings)
                // `--payload @file` is a payload and not a file of arguments.
                .setExpandAtFiles(false)
                .setOut(new java.io.PrintWriter(screen.out(), true))
                .setErr(new java.io.PrintWriter(screen.err(), true))
                .setUsageHelpWidth(screen.width())
                .setParameterExceptionHandler(wrongUsage(screen, settings))
                .setExecutionExceptionHandler(failed);
    }

    /// Gives a command the screen where it asks for one.
    private static IFactory factory(Screen screen) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (constructor.getParameterCount() == 1
                            && constructor.getParameterTypes()[0] == Screen.class) {
                        return type.cast(constructor.newInstance(screen));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static IParameterExceptionHandler wrongUsage(Screen screen, Settings settings) {
        return (wrong, _) -> {
            CommandLine command = wrong.getCommandLine();
            screen.err().println("error: " + message(wrong, settings));
            if (wrong instanceof UnmatchedArgumentException unmatched) {
                List<String> meant = Suggestions.of(unmatched);
                if (!meant.isEmpty()) {
                    screen.err().println("did you mean " + String.join(" or ", meant) + "?");
                }
            }
            screen.err()
                    .println(
                            "see: ./%s --help".formatted(command.getCommandSpec().qualifiedName()));
            return ExitCode.USAGE;
        };
    }

    /// What is wrong, and where a value came from that is not on the command line.
    private static String message(ParameterException wrong, Settings settings) {
        String message =
                wrong instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched)
                        : wrong.getMessage().replaceAll("\\s*\\R\\s*", " ");
        if (wrong.getArgSpec() == null) {
            return message;
        }
        ParseResult parsed = wrong.getCommandLine().getParseResult();
        boolean onCommandLine =
                parsed != null && parsed.originalArgs().stream().anyMatch(named(wrong)::contains);
        return onCommandLine
                ? message
                : settings.origin(wrong.getArgSpec())
                        .map(origin -> message + " (from " + origin + ")")
                        .orElse(message);
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst();
        CommandLine command = unmatched.getCommandLine();
        String what =
                word.startsWith("-")
                        ? "option"
                        : command.getSubcommands().isEmpty() ? "argument" : "command";
        return "%s has no %s '%s'".formatted(command.getCommandSpec().qualifiedName(), what, word);
    }

    private static List<String> named(ParameterException wrong) {
        return wrong.getArgSpec() instanceof CommandLine.Model.OptionSpec option
                ? List.of(option.names())
                : List.of();
    }

    /// Shows a person what went wrong, without the program's insides unless they are wanted.
    private static int tell(Screen screen, Exception problem, boolean debug) {
        if (problem instanceof Screen.Unwritten) {
            return ExitCode.DONE; // the screen itself tells
        }
        int code =
                switch (problem) {
                    case UserException user -> user.exitCode();
                    case ProblemException refused -> refused.exitCode();
                    default -> ExitCode.FAILED;
                };
        boolean foreseen = problem instanceof UserException || problem instanceof ProblemException;
        String message =
                problem.getMessage() == null ? problem.getClass().getName() : problem.getMessage();
        screen.err().println("error: " + message);
        if (debug) {
            problem.printStackTrace(screen.err());
        } else if (!foreseen) {
            screen.err().println("with --debug it says where in the program");
        }
        return code;
    }

    private static boolean debug(Map<String, String> environment, String... arguments) {
        return "true".equals(environment.get("MESH_DEBUG"))
                || List.of(arguments).contains("--debug");
    }

    /// The file that `--config` or MESH_CONFIG names; it is needed before anything is parsed.
    private static String configFile(Map<String, String> environment, String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--config=")) {
                return arguments[i].substring("--config=".length());
            }
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        String variable = environment.get("MESH_CONFIG");
        return variable == null || variable.isBlank() ? null : variable.strip();
    }
}
