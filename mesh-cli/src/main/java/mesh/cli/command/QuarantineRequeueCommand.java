package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives what lies in quarantine another try.
@Command(
        name = "requeue",
        sortOptions = false,
        description = {
            "Give messages or dead jobs another try, by their ids, by a filter, or all.",
            "A dead job stays as it ended: a new one is made, whose id is printed. A deadline that has"
                    + " passed is not taken over."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh quarantine requeue ID --payload '{\"script\": \"print(6 * 7)\"}'",
            "  ./mesh quarantine requeue --code deadline-passed --change '{\"timeout\": \"PT1H\"}'",
            "  ./mesh quarantine requeue MESSAGE --change '{\"body\": {\"v\": 1}}'"
        })
public final class QuarantineRequeueCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin private QuarantineChoice choice;

    @Option(
            names = "--payload",
            paramLabel = "JSON|@FILE|-",
            description = "Another payload for the jobs.")
    private String payload;

    @Option(
            names = "--change",
            paramLabel = "JSON|@FILE|-",
            description =
                    "What else to change: an object with any fields of a submission, or with a"
                            + " message's body. Null takes a field away.")
    private String change;

    @Mixin private ClientOptions client;

    public QuarantineRequeueCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        choice.check();
        ObjectNode fix = fix();
        try (MeshClient mesh = client.connect(screen)) {
            if (!choice.ids().isEmpty()) {
                choice.ids().forEach(id -> requeue(mesh, id, fix));
                return ExitCode.DONE;
            }
            var many = new QuarantineMany(mesh, screen, client.json());
            return many.each("requeue", "requeued", choice.filter(), fix);
        }
    }

    private void requeue(MeshClient mesh, String id, ObjectNode fix) {
        JsonNode answer =
                mesh.post(
                        "/v1/quarantine/" + MeshClient.encode(id) + "/requeue",
                        MeshClient.JSON,
                        fix.isEmpty() ? "" : fix.toString(),
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()));
        if (client.json()) {
            screen.out().println(answer);
        } else if (answer.has("job")) {
            screen.out().println(answer.path("job").asText());
        } else {
            screen.err().println(id + " gets another try");
        }
    }

    private ObjectNode fix() {
        ObjectNode fix = JsonNodeFactory.instance.objectNode();
        if (change != null) {
            JsonNode given = Given.json("--change", change, screen.in(), "payload");
            if (!(given instanceof ObjectNode fields)) {
                throw UserException.usage(
                        "--change is a JSON object such as '{\"timeout\": \"PT1H\"}', was '%s'"
                                .formatted(change));
            }
            fix.setAll(fields);
        }
        if (payload != null) {
            fix.set("payload", Given.payload(payload, screen.in()));
        }
        return fix;
    }
}
