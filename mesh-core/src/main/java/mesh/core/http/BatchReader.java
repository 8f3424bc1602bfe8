package mesh.core.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import mesh.core.NewJob;
import mesh.protocol.Limits;
import mesh.protocol.needs.Needs;

/// Reads the jobs of a batch one after the other, so that no more than one is held as a tree. They
/// are counted first: a batch with too many is refused without the work of reading it.
final class BatchReader {
    private final BoundedBody body;
    private final List<NewJob> jobs = new ArrayList<>();
    private final FieldErrors errors = new FieldErrors();
    private Needs lastNeeds;

    private BatchReader(BoundedBody body) {
        this.body = body;
    }

    /// @throws ProblemException with all that is wrong, as far as it can be read
    static List<NewJob> array(byte[] body) throws IOException {
        refuseTooMany(JobCount.ofArray(body));
        return new BatchReader(bounded(body)).readArray();
    }

    /// @throws ProblemException as above
    static List<NewJob> lines(byte[] body) throws IOException {
        refuseTooMany(JobCount.ofLines(body));
        return new BatchReader(bounded(body)).readLines();
    }

    private static BoundedBody bounded(byte[] body) {
        return new BoundedBody(new ByteArrayInputStream(body), HttpServer.MOST_BODY);
    }

    private static void refuseTooMany(int jobs) {
        if (jobs > Limits.BATCH_JOBS) {
            throw ProblemException.invalid(
                    "body",
                    "a batch has 1 to %d jobs, this one has %d".formatted(Limits.BATCH_JOBS, jobs));
        }
    }

    private List<NewJob> readArray() throws IOException {
        try (JsonParser parser = JsonText.PART.createParser((InputStream) body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw ProblemException.invalid(
                        "body",
                        "a batch is a JSON array of jobs, or a job a line with Content-Type:"
                                + " application/x-ndjson");
            }
            body.beginJob();
            while (parser.nextToken() != JsonToken.END_ARRAY && !errors.isFull()) {
                long from = parser.currentTokenLocation().getByteOffset();
                JsonNode tree = JsonText.PART.readTree(parser);
                add(tree, parser.currentLocation().getByteOffset() - from, 0);
                body.beginJob();
            }
            if (!errors.isFull() && parser.nextToken() != null) {
                throw ProblemException.invalid("body", "there is something after the array's end");
            }
        } catch (JsonProcessingException broken) {
            errors.add("body", JsonText.explain(broken, 0));
        }
        return checked();
    }

    private List<NewJob> readLines() throws IOException {
        var buffered = new BufferedInputStream(body);
        var line = new ByteArrayOutputStream();
        int number = 0;
        for (boolean more = true; more && !errors.isFull(); ) {
            body.beginJob();
            more = readLine(buffered, line);
            number++;
            if (isBlank(line)) {
                continue;
            }
            try {
                add(JsonText.WHOLE.readTree(line.toByteArray()), line.size(), number);
            } catch (JsonProcessingException broken) {
                errors.add("[" + jobs.size() + "]", JsonText.explain(broken, number - 1));
                jobs.add(null);
            }
        }
        return checked();
    }

    /// @param line its number for whoever looks for it; 0 where jobs are not told by lines
    private void add(JsonNode tree, long bytes, int line) {
        String path = "[" + jobs.size() + "]";
        if (bytes > Limits.JOB_BYTES) {
            throw ProblemException.at(
                    ProblemKind.TOO_LARGE,
                    path,
                    "a job is at most " + Limits.JOB_BYTES + " bytes, this one has " + bytes);
        }
        errors.at(line);
        jobs.add(JobFields.read(tree, path, errors, this::needs));
        errors.at(0);
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

    /// Whether there may be another line.
    private static boolean readLine(InputStream from, ByteArrayOutputStream line)
            throws IOException {
        line.reset();
        int next;
        while ((next = from.read()) >= 0 && next != '\n') {
            line.write(next);
        }
        return next >= 0;
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        for (byte character : line.toByteArray()) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
