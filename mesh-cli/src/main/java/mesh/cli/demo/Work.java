package mesh.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.protocol.json.MeshJson;
import mesh.worker.detect.Python;

/// The demo's jobs: a census of some modules, and between them some that need a GPU and some that
/// any node can do, so that there is work for every node.
record Work(List<Module> modules) {
    static final String MODULE_LABEL = "module";
    private static final String SCRIPT = "census.py";

    /// One of each kind of small job comes after so many modules.
    private static final int SMALL_EVERY = 24;

    private static final int SMALL_MILLIS = 200;
    private static final int ATTEMPTS = 5;

    /// The census of these modules, or of so many of them, evenly spread.
    static Work of(List<Module> all, int most) {
        if (all.size() <= most) {
            return new Work(all);
        }
        var chosen = new ArrayList<Module>();
        for (int i = 0; i < most; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / most)));
        }
        return new Work(chosen);
    }

    /// How many jobs of each small kind there are.
    int small() {
        return (modules.size() + SMALL_EVERY - 1) / SMALL_EVERY;
    }

    /// How many jobs there are of every kind.
    int jobs() {
        return modules.size() + 2 * small();
    }

    /// Submits all of it at once and gives back the ids.
    List<String> submit(MeshClient mesh) {
        String script = script();
        var lines = new StringBuilder();
        for (int i = 0; i < modules.size(); i++) {
            if (i % SMALL_EVERY == 0) {
                lines.append(small("sleep", true)).append('\n');
                lines.append(small("sleep", false)).append('\n');
            }
            lines.append(census(modules.get(i), script)).append('\n');
        }
        JsonNode answer =
                mesh.post(
                        "/v1/jobs/batch", MeshClient.NDJSON, lines.toString(), java.util.Map.of());
        var ids = new ArrayList<String>();
        answer.path("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static ObjectNode census(Module module, String script) {
        try {
            ObjectNode job = job("python", module.name());
            job.putObject("needs").put("python", ">=3.8");
            job.putObject("payload").put("script", script).set("input", module.input());
            return job;
        } catch (IOException unreadable) {
            throw UserException.failed(
                    module.path() + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static ObjectNode small(String type, boolean gpu) {
        ObjectNode job = job(type, gpu ? "(a job for a gpu)" : "(a job for anyone)");
        job.putObject("payload").put("millis", SMALL_MILLIS);
        if (gpu) {
            job.putArray("needs").add("gpu");
        }
        return job;
    }

    private static ObjectNode job(String type, String label) {
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("type", type);
        job.put("maxAttempts", ATTEMPTS);
        job.putObject("labels").put(MODULE_LABEL, label);
        return job;
    }

    /// The census of the same modules by the same program without a mesh.
    Totals plainRun(Python python) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        ArrayNode files = input.putArray("files");
        for (Module module : modules) {
            files.addObject().put("module", module.name()).put("path", module.path().toString());
        }
        String printed = PythonProgram.run(python, input.toString(), List.of("-c", script()));
        try {
            return Totals.of(MeshJson.MAPPER.readTree(printed));
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw UserException.failed("the plain run printed no JSON: " + printed, wrong);
        }
    }

    private static String script() {
        try (InputStream script = Work.class.getResourceAsStream(SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new IllegalStateException(SCRIPT + " is missing in the jar", missing);
        }
    }
}
