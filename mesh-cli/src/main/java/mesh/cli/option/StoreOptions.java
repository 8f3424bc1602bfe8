package mesh.cli.option;

import java.time.Duration;
import mesh.cli.UserException;
import mesh.cli.place.DataDirectory;
import mesh.cli.run.Keeping;
import mesh.core.store.Retention;
import mesh.core.store.StoreAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where a core keeps its jobs, and how long.
public final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "A PostgreSQL database, such as "
                            + StoreAddress.EXAMPLE
                            + " (default: a file under --data).")
    private String store;

    @Option(
            names = "--store-user",
            paramLabel = "NAME",
            description = "Who connects to it (default: the one in the URL).")
    private String user;

    @Option(
            names = "--store-password",
            paramLabel = "SECRET",
            description =
                    "With which password. MESH_STORE_PASSWORD keeps it out of the list of"
                            + " processes.")
    private String password;

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            defaultValue = "7d",
            converter = KeepText.class,
            description =
                    "How long jobs are kept after their end, such as 7d or PT168H; 0 for ever"
                            + " (default: ${DEFAULT-VALUE}).")
    private Duration keep;

    @Option(
            names = "--keep-jobs",
            paramLabel = "N",
            defaultValue = "1000000",
            description =
                    "How many jobs that have ended are kept at the most; 0 for any number"
                            + " (default: ${DEFAULT-VALUE}).")
    private long keepJobs;

    @Option(
            names = "--accept-empty-store",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description =
                    "Begin without jobs though the store under --data had some before and is now"
                            + " missing or empty. Without it such a start is refused.")
    private boolean acceptEmpty;

    /// How long something is kept: a duration, or 0 for ever.
    static final class KeepText implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration keep = text.strip().matches("0+") ? Duration.ZERO : DurationText.any(text);
            if (keep.isNegative()) {
                throw new TypeConversionException(
                        "a duration is not below zero, and 0 is for ever; was '" + text + "'");
            }
            return keep;
        }
    }

    /// What was asked for.
    ///
    /// @throws UserException where it cannot be
    public Keeping keeping(DataDirectory data) {
        if (store == null && (user != null || password != null)) {
            throw UserException.usage(
                    "--store-user and --store-password go with --store; a file has neither");
        }
        try {
            return new Keeping(
                    store == null
                            ? StoreAddress.in(data.path())
                            : StoreAddress.server(store, user, password),
                    new Retention(keep, keepJobs),
                    data.path(),
                    acceptEmpty);
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(wrong.getMessage(), wrong);
        }
    }
}
