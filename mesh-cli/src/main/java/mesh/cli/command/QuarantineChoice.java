package mesh.cli.command;

import java.util.List;
import mesh.cli.UserException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which things in quarantine a command deals with: some by their ids, those that a filter finds,
/// or all.
final class QuarantineChoice {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Which, by their ids.")
    private List<String> ids = List.of();

    @Mixin private QuarantineFilter filter;

    @Option(
            names = "--all",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Everything that is in quarantine.")
    private boolean all;

    /// Everything is never meant by leaving something out.
    void check() {
        boolean filtered = !filter.given().isEmpty();
        if (ids.isEmpty() && !filtered && !all) {
            throw UserException.usage(
                    "give ids, a filter such as --kind job, or --all for everything");
        }
        if (!ids.isEmpty() && (filtered || all)) {
            throw UserException.usage("give ids or a filter, and not both");
        }
    }

    /// Those that are named; none where a filter or all is meant.
    List<String> ids() {
        return ids;
    }

    QuarantineFilter filter() {
        return filter;
    }
}
