package mesh.cli.chaos;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mesh.cli.UserException;
import mesh.lab.chaos.plan.FaultKind;
import picocli.CommandLine.Option;

/// What is to be done to the mesh.
final class FaultOptions {
    @Option(
            names = "--kill",
            split = ",",
            paramLabel = "ROLE",
            description =
                    "Kill with kill -9 and start again: node, core, auction, broker, or all of them at"
                            + " once.")
    private List<String> kill = List.of();

    @Option(
            names = "--hang",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Stop a node with SIGSTOP, and let it go on after 0.5 to 22 s.")
    private boolean hang;

    @Option(
            names = "--partition",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Cut a node off: both ways, to the broker, from the broker, flapping.")
    private boolean partition;

    @Option(
            names = "--slow",
            arity = "0",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Delay what a node says and hears by 20 ms to 1.5 s.")
    private boolean slow;

    /// The kinds that were asked for; all where none was.
    Set<FaultKind> kinds() {
        var kinds = EnumSet.noneOf(FaultKind.class);
        for (String role : kill) {
            kinds.add(
                    switch (role.strip().toLowerCase(Locale.ROOT)) {
                        case "node" -> FaultKind.KILL_NODE;
                        case "core" -> FaultKind.KILL_CORE;
                        case "auction" -> FaultKind.KILL_AUCTION;
                        case "broker" -> FaultKind.KILL_BROKER;
                        case "all" -> FaultKind.KILL_ALL;
                        default ->
                                throw UserException.usage(
                                        "--kill takes node, core, auction, broker and all, was '%s'"
                                                .formatted(role));
                    });
        }
        if (hang) {
            kinds.add(FaultKind.HANG);
        }
        if (partition) {
            kinds.add(FaultKind.PARTITION);
        }
        if (slow) {
            kinds.add(FaultKind.SLOW);
        }
        return kinds.isEmpty() ? EnumSet.allOf(FaultKind.class) : kinds;
    }
}
