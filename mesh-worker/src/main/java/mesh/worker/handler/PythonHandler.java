package mesh.worker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Capabilities;
import mesh.worker.detect.Python;
import mesh.worker.program.ProgramEnd;

/// Runs `{"script": "…", "input": …}` with the Python found on this machine: the script finds the
/// input as JSON on its standard input, and the last line that it prints is the result's JSON.
/// {@linkplain MeshLines Lines to the mesh} are none of that output.
public final class PythonHandler implements JobHandler {
    private static final String SCRIPT = "script.py";
    private static final int MOST_SHOWN = 200;

    private Optional<Python> python = Optional.empty();

    @Override
    public JobType type() {
        return new JobType("python");
    }

    @Override
    public boolean onlyWhereAllowed() {
        return true;
    }

    @Override
    public boolean available() {
        python = Python.detect();
        return python.isPresent();
    }

    @Override
    public Capabilities brings() {
        return python.map(Python::capabilities).orElse(Capabilities.NONE);
    }

    @Override
    public Json handle(Json payload, JobContext context)
            throws HandlerException, IOException, InterruptedException {
        Python found =
                python.orElseThrow(() -> HandlerException.failed("this node found no Python 3"));
        Payload fields = Payload.of(payload);
        Files.writeString(context.directory().resolve(SCRIPT), fields.text("script"));
        byte[] input = fields.value("input").text().getBytes(StandardCharsets.UTF_8);
        var lines = new MeshLines(context);
        ProgramEnd end = context.run(List.of(found.executable(), SCRIPT), input, lines);
        lines.check();
        Completed completed = Completed.of(end);
        return lastLine(completed.stdout());
    }

    private static Json lastLine(String stdout) throws HandlerException {
        String line =
                stdout.lines()
                        .filter(candidate -> !candidate.isBlank())
                        .reduce((_, later) -> later)
                        .orElseThrow(
                                () ->
                                        HandlerException.failed(
                                                "the script printed nothing; the last line that it prints is"
                                                        + " the result's JSON"));
        try {
            return MeshJson.opaque(line);
        } catch (JsonProcessingException wrong) {
            throw HandlerException.failed(
                    "the last line that the script prints must be JSON, was: "
                            + (line.length() > MOST_SHOWN
                                    ? line.substring(0, MOST_SHOWN) + "…"
                                    : line));
        }
    }
}
