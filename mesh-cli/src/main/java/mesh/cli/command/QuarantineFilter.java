package mesh.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which things in quarantine are meant, by what they are.
final class QuarantineFilter {
    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only those of a kind: message or job.")
    private String kind;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "Only jobs that ended so, such as handler-error or deadline-passed.")
    private String code;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of a type.")
    private String type;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Only messages that came on an address; jobs for dead jobs.")
    private String from;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Only those whose reason contains a text.")
    private String reason;

    /// What was given, by name.
    Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        given.put("kind", kind);
        given.put("code", code);
        given.put("type", type);
        given.put("from", from);
        given.put("reason", reason);
        given.values().removeIf(value -> value == null);
        return given;
    }
}
