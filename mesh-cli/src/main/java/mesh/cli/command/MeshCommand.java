package mesh.cli.command;

import mesh.cli.Version;
import mesh.cli.bench.BenchCommand;
import mesh.cli.bench.CeilingCommand;
import mesh.cli.chaos.ChaosCommand;
import mesh.cli.demo.DemoCommand;
import mesh.cli.option.CommonOptions;
import mesh.cli.sim.SimCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The root of all commands.
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
            "Exit codes: 0 done, 1 the job failed, 2 wrong usage, 3 no connection.",
            "",
            "First steps:",
            "  ./mesh demo                          a mesh of five nodes at work, one is killed",
            "  ./mesh test                          every test",
            "  ./mesh up                            a mesh that stays",
            "  ./mesh submit echo --payload '\"hello\"' --wait"
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            ChaosCommand.class,
            SimCommand.class,
            BenchCommand.class,
            CeilingCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            JobCommand.class,
            WhyCommand.class,
            CancelCommand.class,
            NodesCommand.class,
            DrainCommand.class,
            StatsCommand.class,
            QuarantineCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            TokenCommand.class,
            BrokerCommand.class,
            CoreCommand.class,
            AuctionCommand.class,
            WorkerCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class MeshCommand implements Runnable {
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
