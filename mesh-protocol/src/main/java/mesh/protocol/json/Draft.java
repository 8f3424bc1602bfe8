package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;

/// A record on its way from JSON: what its fields said so far. It knows the fields of all records
/// about a job, in their common form; whatever is not in it makes the record an odd one, which the
/// mapper reads again, so that nothing is taken here that it would refuse, or for something else.
final class Draft {
    private final Values in;
    private boolean versioned;
    private JobId job;
    private int attempt;
    private NodeId node;
    private JobType type;
    private Needs needs;
    private int priority;
    private Instant deadline;
    private Set<NodeId> avoid;
    private Json payload;
    private Checkpoint checkpoint;
    private NoAward reason;
    private Settlement.Outcome outcome;
    private Json result;
    private JobError error;
    private Settlement.Usage usage;
    private Progress.Kind kind;
    private Double fraction;
    private String message;
    private Partial partial;

    /// @param parser stands at the beginning of the object
    Draft(byte[] body, JsonParser parser) {
        this.in = new Values(body, parser);
    }

    /// Whether records of this type are read here at all.
    static boolean isCommon(Class<? extends Message> type) {
        return type == Offer.class
                || type == Assignment.class
                || type == Award.class
                || type == Settlement.class
                || type == Progress.class;
    }

    /// Reads up to the end of the object, or to where it is odd.
    ///
    /// @return whether it is not
    boolean read() throws IOException {
        try {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                field(name);
            }
        } catch (IllegalArgumentException odd) {
            return false;
        }
        return versioned;
    }

    /// Goes on to the end of the object, whatever is in it.
    void skip() throws IOException {
        in.skip();
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "v" -> versioned = in.number() == MessageBody.VERSION;
            case "job" -> job = in.known(JobId.parse(in.text()).orElse(null));
            case "attempt" -> attempt = in.number();
            case "node" -> node = new NodeId(in.text());
            case "type" -> type = new JobType(in.text());
            case "needs" -> needs = in.needs();
            case "priority" -> priority = in.number();
            case "deadline" -> deadline = in.known(Times.read(in.text()));
            case "avoid" -> avoid();
            case "payload" -> payload = in.raw();
            case "checkpoint" -> checkpoint();
            case "reason" -> reason = NoAward.of(in.text());
            case "outcome" -> outcome = in.known(Words.OUTCOMES.read(in.text()));
            case "result" -> result = in.raw();
            case "error" -> error();
            case "usage" -> usage();
            case "kind" -> kind = in.known(Words.KINDS.read(in.text()));
            case "fraction" -> fraction = in.decimal();
            case "message" -> message = in.text();
            case "partial" -> partial();
            default -> in.pass();
        }
    }

    private void avoid() throws IOException {
        avoid = new HashSet<>();
        in.begin(JsonToken.START_ARRAY);
        while (in.nextElement()) {
            avoid.add(new NodeId(in.text()));
        }
    }

    private void checkpoint() throws IOException {
        int number = 0;
        int partials = 0;
        Json value = null;
        in.begin(JsonToken.START_OBJECT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "number" -> number = in.number();
                case "partials" -> partials = in.number();
                case "value" -> value = in.raw();
                default -> in.pass();
            }
        }
        checkpoint = new Checkpoint(number, partials, value);
    }

    private void partial() throws IOException {
        int number = 0;
        Json value = null;
        in.begin(JsonToken.START_OBJECT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "number" -> number = in.number();
                case "value" -> value = in.raw();
                default -> in.pass();
            }
        }
        partial = new Partial(number, value);
    }

    private void error() throws IOException {
        ErrorCode code = null;
        String why = null;
        in.begin(JsonToken.START_OBJECT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "code" -> code = ErrorCode.of(in.text());
                case "message" -> why = in.text();
                default -> in.pass();
            }
        }
        error = new JobError(code, why);
    }

    private void usage() throws IOException {
        long millis = 0;
        in.begin(JsonToken.START_OBJECT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "millis" -> millis = in.large();
                default -> in.pass();
            }
        }
        usage = new Settlement.Usage(millis);
    }

    /// The record.
    ///
    /// @return null where it is none
    Message make(Class<? extends Message> wanted) {
        try {
            return made(wanted);
        } catch (IllegalArgumentException refused) {
            return null;
        }
    }

    private Message made(Class<? extends Message> wanted) {
        if (wanted == Offer.class) {
            return new Offer(
                    job, attempt, type, needs, priority, deadline, avoid, payload, checkpoint);
        }
        if (wanted == Assignment.class) {
            return new Assignment(
                    job, attempt, node, type, needs, priority, deadline, payload, checkpoint);
        }
        if (wanted == Award.class) {
            return new Award(job, attempt, node, reason);
        }
        if (wanted == Settlement.class) {
            return new Settlement(job, attempt, node, outcome, result, error, usage);
        }
        return new Progress(job, attempt, node, kind, fraction, message, partial, checkpoint);
    }
}
