package mesh.cli.command;

import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.Version;
import mesh.cli.option.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the version.
@Command(name = "version", description = "Print the version.")
public final class VersionCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private CommonOptions common;

    public VersionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        screen.out().println(new Version().getVersion()[0]);
        return ExitCode.DONE;
    }
}
