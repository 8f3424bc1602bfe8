package mesh.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.core.store.StoreAddress;
import mesh.core.store.StoreCopy;
import mesh.core.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Copies the store of a mesh on this machine.
@Command(
        name = "backup",
        sortOptions = false,
        description = {
            "Copy the store of the mesh under --data to a file, while the mesh runs.",
            "What was acknowledged before is in the copy. `restore` puts it under another --data."
        },
        footer = {
            "",
            "A store in PostgreSQL is copied with its own tools: pg_dump --format=custom",
            "",
            "Examples:",
            "  ./mesh backup /backups/monday.db",
            "  ./mesh restore /backups/monday.db --data other && ./mesh up --data other"
        })
public final class BackupCommand implements Callable<Integer> {
    private static final double MEBI = 1 << 20;

    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "Where the copy goes.")
    private Path file;

    @Option(
            names = "--force",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Replace an earlier copy.")
    private boolean force;

    @Option(names = "--store", hidden = true, description = "The store of core and up.")
    private String store;

    @Mixin private CommonOptions common;

    public BackupCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (store != null) {
            throw UserException.usage(
                    "the store is in PostgreSQL, which copies it with its own tools: pg_dump"
                            + " --format=custom --file="
                            + file
                            + " "
                            + address(store));
        }
        Path from = StoreAddress.in(common.data().path()).path();
        told(screen, "copied", orTell(() -> taken(from)), file);
        return ExitCode.DONE;
    }

    private StoreCopy.Taken taken(Path from) {
        try {
            return StoreCopy.take(from, file, force);
        } catch (StoreException failed) {
            throw isUnwritten(failed.getCause())
                    ? UserException.unwritten(file.toString(), failed)
                    : failed;
        }
    }

    /// Whether it is the copy that was in the way, and not the store.
    private static boolean isUnwritten(Throwable cause) {
        return cause instanceof IOException
                || cause != null && String.valueOf(cause.getMessage()).contains("SQLITE_FULL");
    }

    /// Without what is secret about it.
    private static StoreAddress address(String store) {
        try {
            return StoreAddress.server(store, null, null);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }

    static void told(Screen screen, String what, StoreCopy.Taken taken, Path to) {
        screen.out()
                .println(
                        "%s %d %s, %.1f MiB, to %s"
                                .formatted(
                                        what,
                                        taken.jobs(),
                                        taken.jobs() == 1 ? "job" : "jobs",
                                        taken.bytes() / MEBI,
                                        to));
    }

    /// What is in the way of a copy is for a person to mend.
    static StoreCopy.Taken orTell(Supplier<StoreCopy.Taken> copying) {
        try {
            return copying.get();
        } catch (StoreException told) {
            throw told.getCause() == null
                    ? UserException.usage(told.getMessage(), told)
                    : UserException.failed(told.getMessage(), told);
        }
    }
}
