package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;

/// Reads bodies of which every record is laid out as {@link RecordWriter} does it, a field after
/// the other. Payloads and results are found well-formed and kept as they are written.
///
/// It takes all of a body or nothing. What another program wrote in another order, and what is
/// wrong, {@link BodyReader} reads.
final class RecordReader {
    private final Scan in;
    private JobId job;
    private int attempt;

    /// The last ones, of which the next are mostly a repeat.
    private NodeId node;

    private JobType type;

    private RecordReader(byte[] utf8) {
        this.in = new Scan(utf8);
    }

    /// The records of a body.
    ///
    /// @param utf8 is UTF-8, if it is JSON at all
    /// @return null where not all of it is laid out as expected
    static <M extends Message> List<M> read(byte[] utf8, Class<M> type) {
        try {
            return new RecordReader(utf8).all(type);
        } catch (IllegalArgumentException | JsonProcessingException odd) {
            return null;
        }
    }

    private <M extends Message> List<M> all(Class<M> wanted) throws JsonProcessingException {
        var records = new ArrayList<M>();
        if (in.passes('[')) {
            do {
                records.add(wanted.cast(one(wanted)));
            } while (in.passes(','));
            in.expect(']');
        } else {
            records.add(wanted.cast(one(wanted)));
        }
        if (!in.isOver()) {
            throw Cursor.odd();
        }
        return records;
    }

    private Message one(Class<? extends Message> wanted) throws JsonProcessingException {
        in.expect(Fields.BEGIN);
        Message record = wanted == Heartbeat.class ? HeartbeatForm.read(in) : ofJob(wanted);
        in.expect('}');
        return record;
    }

    private Message ofJob(Class<? extends Message> wanted) throws JsonProcessingException {
        in.expect(Fields.JOB);
        job = in.id();
        in.expect(Fields.ATTEMPT);
        attempt = in.small();
        return rest(wanted);
    }

    private Message rest(Class<? extends Message> wanted) throws JsonProcessingException {
        if (wanted == Offer.class) {
            return offer();
        }
        if (wanted == Assignment.class) {
            return assignment();
        }
        if (wanted == Award.class) {
            return award();
        }
        if (wanted == Settlement.class) {
            return settlement();
        }
        if (wanted == Progress.class) {
            return progress();
        }
        throw Cursor.odd();
    }

    private Offer offer() throws JsonProcessingException {
        JobType of = type();
        Needs needs = needs();
        int priority = priority();
        Instant deadline = deadline();
        Set<NodeId> avoid = avoid();
        long rank = in.passes(Fields.RANK) ? in.number() : 0;
        boolean probe = in.passes(Fields.PROBE);
        Json payload = payload();
        return new Offer(
                job,
                attempt,
                of,
                needs,
                priority,
                deadline,
                avoid,
                rank,
                probe,
                payload,
                checkpoint());
    }

    private Assignment assignment() throws JsonProcessingException {
        NodeId on = node();
        JobType of = type();
        Needs needs = needs();
        int priority = priority();
        Instant deadline = deadline();
        Json payload = payload();
        return new Assignment(
                job, attempt, on, of, needs, priority, deadline, payload, checkpoint());
    }

    private Award award() {
        if (in.passes(Fields.REASON)) {
            NoAward reason = NoAward.of(in.text());
            in.expect('"');
            String auction = null;
            if (in.passes(Fields.AUCTION)) {
                auction = in.text();
                in.expect('"');
            }
            return new Award(job, attempt, null, reason, auction);
        }
        return new Award(job, attempt, node(), null);
    }

    private Settlement settlement() {
        NodeId by = node();
        Settlement.Outcome outcome = Words.OUTCOMES.read(word(Fields.OUTCOME));
        Json result = in.passes(Fields.RESULT) ? value() : null;
        JobError error = error();
        in.expect(Fields.USAGE);
        var usage = new Settlement.Usage(in.number());
        in.expect('}');
        return new Settlement(job, attempt, by, outcome, result, error, usage);
    }

    private JobError error() {
        if (!in.passes(Fields.ERROR)) {
            return null;
        }
        ErrorCode code = ErrorCode.of(in.text());
        in.expect(Fields.ERROR_MESSAGE);
        String message = in.text();
        in.expect('"');
        in.expect('}');
        return new JobError(code, message);
    }

    private Progress progress() {
        NodeId by = node();
        Progress.Kind kind = Words.KINDS.read(word(Fields.KIND));
        Double fraction = in.passes(Fields.FRACTION) ? Double.valueOf(in.decimal()) : null;
        String message = null;
        if (in.passes(Fields.MESSAGE)) {
            message = in.text();
            in.expect('"');
        }
        Partial partial = null;
        if (in.passes(Fields.PARTIAL)) {
            int number = in.small();
            in.expect(Fields.VALUE);
            partial = new Partial(number, value());
            in.expect('}');
        }
        return new Progress(job, attempt, by, kind, fraction, message, partial, checkpoint());
    }

    private NodeId node() {
        String name = word(Fields.NODE);
        if (node == null || !node.value().equals(name)) {
            node = new NodeId(name);
        }
        return node;
    }

    private String word(byte[] field) {
        in.expect(field);
        String word = in.text();
        in.expect('"');
        return word;
    }

    private JobType type() {
        in.expect(Fields.TYPE);
        String name = in.text();
        if (type == null || !type.name().equals(name)) {
            type = new JobType(name);
        }
        return type;
    }

    private Needs needs() throws JsonProcessingException {
        in.expect(Fields.NEEDS);
        String text = in.value(MeshJson.MOST_VALUE_DEPTH);
        return text == null ? Needs.NONE : KnownTexts.NEEDS.of(text);
    }

    private int priority() {
        in.expect(Fields.PRIORITY);
        return in.small();
    }

    private Instant deadline() {
        if (!in.passes(Fields.DEADLINE)) {
            return null;
        }
        Instant deadline = Times.read(in.text());
        in.expect('"');
        if (deadline == null) {
            throw Cursor.odd();
        }
        return deadline;
    }

    private Set<NodeId> avoid() {
        in.expect(Fields.AVOID);
        if (in.passes(']')) {
            return Set.of();
        }
        var avoid = new HashSet<NodeId>();
        do {
            in.expect('"');
            avoid.add(new NodeId(in.text()));
            in.expect('"');
        } while (in.passes(','));
        in.expect(']');
        return avoid;
    }

    private Json payload() {
        in.expect(Fields.PAYLOAD);
        return value();
    }

    private Json value() {
        String text = in.value(MeshJson.MOST_VALUE_DEPTH);
        return text == null ? null : new Json(text);
    }

    private Checkpoint checkpoint() {
        if (!in.passes(Fields.CHECKPOINT)) {
            return null;
        }
        int number = in.small();
        in.expect(Fields.PARTIALS);
        int partials = in.small();
        in.expect(Fields.VALUE);
        Json value = value();
        in.expect('}');
        return new Checkpoint(number, partials, value);
    }
}
