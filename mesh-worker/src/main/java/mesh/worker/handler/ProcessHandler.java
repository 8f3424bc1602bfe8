package mesh.worker.handler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.Encoding;
import mesh.protocol.json.MeshJson;

/// Runs `{"command": ["wc", "-l"], "stdin": "…"}` and gives `{"exit": 0, "stdout": "…", "stderr":
/// "…"}`. Any exit code but 0 is an error that shows the end of standard error. Of an output that
/// is no UTF-8 the text is null, and `stdoutBase64` or `stderrBase64` has its bytes.
public final class ProcessHandler implements JobHandler {

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
        Payload fields = Payload.of(type(), payload, "command", "stdin");
        List<String> command = fields.texts("command");
        if (command.getFirst().isEmpty()) {
            throw HandlerException.failed("`command[0]` must name a program, was empty");
        }
        byte[] input = fields.text("stdin", "").getBytes(StandardCharsets.UTF_8);
        Completed completed = Completed.of(context.run(command, input));
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("exit", 0);
        put(result, "stdout", completed.stdout());
        put(result, "stderr", completed.stderr());
        return MeshJson.value(result);
    }

    private static void put(ObjectNode result, String name, byte[] printed) {
        if (Encoding.firstWrong(printed) < 0) {
            result.put(name, new String(printed, StandardCharsets.UTF_8));
        } else {
            result.putNull(name);
            result.put(name + "Base64", Base64.getEncoder().encodeToString(printed));
        }
    }
}
