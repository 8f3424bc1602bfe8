package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.client.ProblemException;
import mesh.cli.option.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Cancels jobs.
@Command(
        name = "cancel",
        description = {
            "Cancel jobs.",
            "A running one is stopped where it runs. One that has ended already exits with 1."
        })
public final class CancelCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs' ids.")
    private List<String> ids;

    public CancelCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (MeshClient mesh = client.connect(screen)) {
            for (String id : ids) {
                JsonNode job = cancel(mesh, "/v1/jobs/" + MeshClient.encode(id));
                screen.out().println(client.json() ? job.toString() : id + " is being cancelled");
            }
        }
        return ExitCode.DONE;
    }

    /// The word that it was cancelled may be lost with the mesh: then asking again finds it so.
    private static JsonNode cancel(MeshClient mesh, String path) {
        try {
            return mesh.post(path + "/cancel");
        } catch (ProblemException ended) {
            if (ended.again() && ended.is("job-ended")) {
                JsonNode job = mesh.get(path);
                if (Job.state(job).equals("cancelled")) {
                    return job;
                }
            }
            throw ended;
        }
    }
}
