package mesh.cli.command;

import java.util.Optional;
import java.util.stream.Stream;
import mesh.cli.bench.BenchCommand;
import mesh.cli.bench.CeilingCommand;
import mesh.cli.chaos.ChaosCommand;
import mesh.cli.demo.DemoCommand;
import mesh.cli.sim.SimCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The root with all commands.
@Command(
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
public final class MeshCommand extends RootCommand {

    /// The command of this name. Alone below the root it is ready in a third of the time, as each
    /// command's options are read out of its class.
    public static Optional<Class<?>> named(String name) {
        return Stream.<Class<?>>of(MeshCommand.class.getAnnotation(Command.class).subcommands())
                .filter(command -> command != HelpCommand.class)
                .filter(command -> command.getAnnotation(Command.class).name().equals(name))
                .findAny();
    }
}
