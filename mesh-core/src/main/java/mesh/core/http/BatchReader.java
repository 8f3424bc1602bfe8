package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import mesh.core.NewJob;
import mesh.protocol.Limits;
import mesh.protocol.json.JsonElements;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;
import mesh.protocol.needs.Needs;

/// Reads the jobs of a batch one after the other, so that no more than one is held as a tree. They
/// are counted first: a batch with too many is refused without the work of reading it.
final class BatchReader {
    private final byte[] body;
    private final List<NewJob> jobs = new ArrayList<>();
    private final FieldErrors errors = new FieldErrors();
    private Needs lastNeeds;

    private BatchReader(byte[] body) {
        this.body = body;
    }

    /// @throws ProblemException with all that is wrong, as far as it can be read
    static List<NewJob> array(byte[] body) {
        refuseTooMany(JobCount.ofArray(body));
        return new BatchReader(body).readArray();
    }

    /// @throws ProblemException as above
    static List<NewJob> lines(byte[] body) {
        refuseTooMany(JobCount.ofLines(body));
        return new BatchReader(body).readLines();
    }

    private static void refuseTooMany(int jobs) {
        if (jobs > Limits.BATCH_JOBS) {
            throw ProblemException.invalid(
                    "body",
                    "a batch has 1 to %d jobs, this one has %d".formatted(Limits.BATCH_JOBS, jobs));
        }
    }

    private List<NewJob> readArray() {
        try {
            JsonElements elements = JsonElements.of(body);
            if (elements == null) {
                throw ProblemException.invalid(
                        "body",
                        "a batch is a JSON array of jobs, or a job a line with Content-Type:"
                                + " application/x-ndjson");
            }
            while (!errors.isFull() && elements.next()) {
                checkSize(elements.to() - elements.from());
                add(() -> elements.tree(JobFields.KEPT), 0, 0);
            }
        } catch (NotJsonException broken) {
            errors.add("body", JsonText.explain(broken, 0));
        }
        return checked();
    }

    private List<NewJob> readLines() {
        int from = 0;
        for (int number = 1; from < body.length && !errors.isFull(); number++) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            if (!isBlank(from, to)) {
                checkSize(to - from);
                byte[] line = Arrays.copyOfRange(body, from, to);
                add(() -> MeshJson.tree(line, JobFields.KEPT), number, number - 1);
            }
            from = to + 1;
        }
        return checked();
    }

    private void checkSize(int bytes) {
        if (bytes > Limits.JOB_BYTES) {
            throw ProblemException.at(
                    ProblemKind.TOO_LARGE,
                    "[" + jobs.size() + "]",
                    "a job is at most " + Limits.JOB_BYTES + " bytes, this one has " + bytes);
        }
    }

    /// @param line its number for whoever looks for it; 0 where jobs are not told by lines
    /// @param linesBefore how many went before the text that is read
    private void add(Supplier<JsonNode> job, int line, int linesBefore) {
        String path = "[" + jobs.size() + "]";
        try {
            JsonNode tree = job.get();
            errors.at(line);
            jobs.add(JobFields.read(tree, path, errors, this::needs));
            errors.at(0);
        } catch (NotJsonException broken) {
            errors.add(
                    broken.field().map(field -> path + "." + field).orElse(path),
                    JsonText.explain(broken, linesBefore));
            jobs.add(null);
        }
    }

    /// The last needs again where they are the same.
    private Needs needs(JsonNode source) {
        if (lastNeeds == null || !lastNeeds.source().equals(source)) {
            lastNeeds = Needs.of(source);
        }
        return lastNeeds;
    }

    private List<NewJob> checked() {
        errors.check();
        if (jobs.isEmpty()) {
            throw ProblemException.invalid(
                    "body", "a batch has 1 to " + Limits.BATCH_JOBS + " jobs, this one has none");
        }
        return jobs;
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (body[at] != ' ' && body[at] != '\t' && body[at] != '\r') {
                return false;
            }
        }
        return true;
    }
}
