package mesh.cli.command;

import mesh.cli.Version;
import mesh.cli.option.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The root of the commands, with none below it.
@Command(
        name = "mesh",
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "A job market on a message broker.",
        header = "",
        footer = {
            "",
            "Every option may also be an environment variable (MESH_HTTP_PORT) or a line of mesh.yaml"
                    + " (http-port: 8080); the command line goes before the environment, the"
                    + " environment before the file.",
            "",
            "Exit codes: 0 done, 1 the job failed, 2 wrong usage, 3 no connection, 4 the"
                    + " output could not be written.",
            "",
            "First steps:",
            "  ./mesh demo                          a mesh of five nodes at work, one is killed",
            "  ./mesh test                          every test",
            "  ./mesh up                            a mesh that stays",
            "  ./mesh submit echo --payload '\"hello\"' --wait"
        })
public class RootCommand implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
