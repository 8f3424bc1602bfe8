package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mesh.cli.ExitCode;
import mesh.cli.UserException;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.client.ProblemException;
import mesh.cli.option.Moment;
import mesh.protocol.Limits;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// Hands jobs to a mesh and gives back their ids.
final class Submission {
    /// As many as one command takes.
    static final int MOST = 1_000_000;

    /// A request is sent once it holds this many characters, well below what the mesh takes at
    /// once.
    private static final int REQUEST_CHARACTERS = 8 << 20;

    private final MeshClient mesh;
    private final String key;
    private final Moment runAt;

    /// @param key an idempotency key; null to make one, so that a request whose answer was lost can
    ///     be repeated
    /// @param runAt when the jobs may start, as it was given; null where it was not
    Submission(MeshClient mesh, String key, Moment runAt) {
        this.mesh = mesh;
        this.key = key == null ? UUID.randomUUID().toString() : key;
        this.runAt = runAt;
    }

    /// What makes the same command a repeat of this one: its key, and the time that it meant.
    private String again() {
        return "--idempotency-key "
                + key
                + (runAt != null && runAt.fromNow() ? " and --run-at " + runAt.at() : "");
    }

    List<String> one(ObjectNode job) {
        return List.of(Job.id(post("/v1/jobs", MeshClient.JSON, job.toString(), 0)));
    }

    private JsonNode post(String path, String contentType, String body, int number) {
        try {
            return mesh.post(path, contentType, body, headers(number));
        } catch (UserException lost) {
            if (lost.getCause() == null || lost.getCause() instanceof ConnectException) {
                throw lost;
            }
            throw UserException.noConnection(
                    "%s\n  it may have been admitted: with %s the same command"
                                    .formatted(lost.getMessage(), again())
                            + " submits nothing twice",
                    lost);
        }
    }

    List<String> copies(ObjectNode job, int count) {
        return send(Collections.nCopies(count, job.toString()));
    }

    /// Jobs as NDJSON.
    ///
    /// @param source what to call them in an error
    List<String> lines(String source, String text) {
        var jobs = new ArrayList<String>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank()) {
                jobs.add(check(line, source, number));
            }
        }
        if (jobs.isEmpty()) {
            throw UserException.usage(source + " holds no job; each line is one, as JSON");
        }
        return send(jobs);
    }

    private static String check(String line, String source, int number) {
        try {
            if (MeshJson.tree(line, "payload").isObject()) {
                return line;
            }
            throw UserException.usage(
                    "line %d of %s is no job: it is no JSON object".formatted(number, source));
        } catch (NotJsonException wrong) {
            throw UserException.usage(
                    "line %d of %s is not JSON: %s (column %d)"
                            .formatted(number, source, wrong.reason(), wrong.column()));
        }
    }

    /// Sends in requests that the mesh can take; each is admitted as a whole or not at all.
    private List<String> send(List<String> jobs) {
        var ids = new ArrayList<String>(jobs.size());
        var request = new StringBuilder();
        int inRequest = 0;
        int requests = 0;
        for (String job : jobs) {
            if (inRequest == Limits.BATCH_JOBS
                    || inRequest > 0 && request.length() + job.length() > REQUEST_CHARACTERS) {
                ids.addAll(batch(request.toString(), requests++, ids.size()));
                request.setLength(0);
                inRequest = 0;
            }
            request.append(job).append('\n');
            inRequest++;
        }
        ids.addAll(batch(request.toString(), requests, ids.size()));
        return ids;
    }

    private List<String> batch(String lines, int number, int before) {
        try {
            JsonNode answer = post("/v1/jobs/batch", MeshClient.NDJSON, lines, number);
            var ids = new ArrayList<String>();
            answer.path("ids").forEach(id -> ids.add(id.asText()));
            return ids;
        } catch (RuntimeException refused) {
            if (before == 0) {
                throw refused;
            }
            String told =
                    "%d jobs were admitted before this: %s\n  with %s the same"
                                    .formatted(before, refused.getMessage(), again())
                            + " command goes on where it ended";
            throw isUnanswered(refused)
                    ? UserException.noConnection(told, refused)
                    : UserException.failed(told, refused);
        }
    }

    private static boolean isUnanswered(RuntimeException refused) {
        return refused instanceof UserException user && user.exitCode() == ExitCode.NO_CONNECTION
                || refused instanceof ProblemException problem
                        && problem.exitCode() == ExitCode.NO_CONNECTION;
    }

    private Map<String, String> headers(int request) {
        return Map.of("Idempotency-Key", request == 0 ? key : key + "." + request);
    }
}
