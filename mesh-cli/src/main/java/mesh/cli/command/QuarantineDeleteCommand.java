package mesh.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.MeshClient;
import mesh.cli.client.ProblemException;
import mesh.cli.option.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Takes out of quarantine what nobody wants to try again.
@Command(
        name = "delete",
        description = {
            "Throw messages away, and take dead jobs off the list, by their ids, by a filter, or all.",
            "The jobs themselves stay as they ended."
        })
public final class QuarantineDeleteCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin private QuarantineChoice choice;

    @Mixin private ClientOptions client;

    public QuarantineDeleteCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        choice.check();
        try (MeshClient mesh = client.connect(screen)) {
            if (!choice.ids().isEmpty()) {
                choice.ids().forEach(id -> delete(mesh, id));
                return ExitCode.DONE;
            }
            var many = new QuarantineMany(mesh, screen, client.json());
            return many.each(
                    "delete", "deleted", choice.filter(), JsonNodeFactory.instance.objectNode());
        }
    }

    private void delete(MeshClient mesh, String id) {
        try {
            mesh.delete("/v1/quarantine/" + MeshClient.encode(id));
        } catch (ProblemException gone) {
            // It may have been deleted when it was asked for the first time.
            if (!gone.again() || !gone.is("not-found")) {
                throw gone;
            }
        }
        screen.out()
                .println(
                        client.json()
                                ? JsonNodeFactory.instance.objectNode().put("deleted", id)
                                : id + " is deleted");
    }
}
