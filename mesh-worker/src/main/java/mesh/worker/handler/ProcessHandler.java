package mesh.worker.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;

/// Runs `{"command": ["wc", "-l"], "stdin": "…"}` and gives `{"exit": 0, "stdout": "…", "stderr":
/// "…"}`. Any exit code but 0 is an error that shows the end of standard error.
public final class ProcessHandler implements JobHandler {

    private record Result(int exit, String stdout, String stderr) {}

    @Override
    public JobType type() {
        return new JobType("process");
    }

    @Override
    public boolean onlyWhereAllowed() {
        return true;
    }

    @Override
    public Json handle(Json payload, JobContext context)
            throws HandlerException, IOException, InterruptedException {
        Payload fields = Payload.of(payload);
        List<String> command = fields.texts("command");
        if (command.getFirst().isEmpty()) {
            throw HandlerException.failed("`command[0]` must name a program, was empty");
        }
        byte[] input = fields.text("stdin", "").getBytes(StandardCharsets.UTF_8);
        Completed completed = Completed.of(context.run(command, input));
        return new Json(MeshJson.write(new Result(0, completed.stdout(), completed.stderr())));
    }
}
