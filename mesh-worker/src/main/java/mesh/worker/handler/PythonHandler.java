package mesh.worker.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mesh.protocol.Excerpt;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.Encoding;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;
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
        Payload fields = Payload.of(type(), payload, "script", "input");
        Files.writeString(context.directory().resolve(SCRIPT), fields.text("script"));
        byte[] input = fields.value("input").text().getBytes(StandardCharsets.UTF_8);
        var lines = new MeshLines(context);
        ProgramEnd end = context.run(List.of(found.executable(), SCRIPT), input, lines);
        lines.check();
        Completed completed = Completed.of(end);
        return lastLine(completed.stdout());
    }

    /// Its bytes: what is no text in the lines before it was nobody's result.
    private static byte[] last(byte[] stdout) throws HandlerException {
        int to = stdout.length;
        while (to > 0 && stdout[to - 1] >= 0 && stdout[to - 1] <= ' ') {
            to--;
        }
        if (to == 0) {
            throw HandlerException.failed(
                    "the script printed nothing; the last line that it prints is the result's JSON");
        }
        int from = to;
        while (from > 0 && stdout[from - 1] != '\n' && stdout[from - 1] != '\r') {
            from--;
        }
        return Arrays.copyOfRange(stdout, from, to);
    }

    private static Json lastLine(byte[] stdout) throws HandlerException {
        byte[] line = last(stdout);
        try {
            return MeshJson.opaque(line);
        } catch (NotJsonException wrong) {
            throw HandlerException.failed(
                    "the last line that the script prints must be JSON, was: %s (%s)"
                            .formatted(
                                    Excerpt.shortened(Encoding.shown(line), MOST_SHOWN),
                                    wrong.getMessage()));
        }
    }
}
