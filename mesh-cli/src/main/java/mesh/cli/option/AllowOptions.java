package mesh.cli.option;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mesh.cli.UserException;
import picocli.CommandLine.Option;

/// Which programs a node's owner lets jobs run.
public final class AllowOptions {
    /// The last is what `bench` measures with; nobody else has a use for it.
    private static final Set<String> KNOWN = Set.of("python", "process", "noop");
    private static final String NOTHING = "none";

    @Option(
            names = "--allow",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Programs that jobs may run here: python, process, both, or none. A program runs with"
                            + " your rights: allow only whom you trust.")
    private List<String> allow;

    /// What is allowed.
    ///
    /// @param otherwise where nothing was said
    public Set<String> allowed(Set<String> otherwise) {
        if (allow == null) {
            return otherwise;
        }
        var allowed = new LinkedHashSet<String>();
        for (String kind : allow) {
            if (KNOWN.contains(kind.strip())) {
                allowed.add(kind.strip());
            } else if (!kind.strip().equals(NOTHING)) {
                throw UserException.usage(
                        "--allow takes python, process or none, was '%s'".formatted(kind));
            }
        }
        return allowed;
    }
}
