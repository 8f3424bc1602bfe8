package mesh.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.option.CommonOptions;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import mesh.core.store.StoreAddress;
import mesh.core.store.StoreCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Puts a copy of a store where a mesh will be started.
@Command(
        name = "restore",
        sortOptions = false,
        description = {
            "Put a copy that `backup` made under --data, where no store may be yet.",
            "A mesh that is started there goes on with the jobs as they were."
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "The copy.")
    private Path file;

    @Mixin private CommonOptions common;

    public RestoreCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        data.create();
        try (var _ = RoleLock.take(data, "core")) {
            Path to = StoreAddress.in(data.path()).path();
            StoreCopy.Taken taken = BackupCommand.orTell(() -> StoreCopy.restore(file, to));
            BackupCommand.told(screen, "restored", taken, to);
        }
        return ExitCode.DONE;
    }
}
