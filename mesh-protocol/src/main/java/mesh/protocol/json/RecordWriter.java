package mesh.protocol.json;

import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;

/// Writes records as the mapper does, to the letter, and several times as fast: those of which
/// there are some for each job by hand, the others by the mapper itself.
final class RecordWriter {
    private static final byte[] BEGIN = Utf8.ascii("{\"v\":" + MessageBody.VERSION);
    private static final byte[] JOB = Utf8.ascii(",\"job\":");
    private static final byte[] ATTEMPT = Utf8.ascii(",\"attempt\":");
    private static final byte[] NODE = Utf8.ascii(",\"node\":\"");
    private static final byte[] TYPE = Utf8.ascii(",\"type\":\"");
    private static final byte[] NEEDS = Utf8.ascii(",\"needs\":");
    private static final byte[] PRIORITY = Utf8.ascii(",\"priority\":");
    private static final byte[] DEADLINE = Utf8.ascii(",\"deadline\":\"");
    private static final byte[] AVOID = Utf8.ascii(",\"avoid\":[");
    private static final byte[] PAYLOAD = Utf8.ascii(",\"payload\":");
    private static final byte[] CHECKPOINT = Utf8.ascii(",\"checkpoint\":{\"number\":");
    private static final byte[] PARTIALS = Utf8.ascii(",\"partials\":");
    private static final byte[] PARTIAL = Utf8.ascii(",\"partial\":{\"number\":");
    private static final byte[] VALUE = Utf8.ascii(",\"value\":");
    private static final byte[] REASON = Utf8.ascii(",\"reason\":\"");
    private static final byte[] OUTCOME = Utf8.ascii(",\"outcome\":\"");
    private static final byte[] RESULT = Utf8.ascii(",\"result\":");
    private static final byte[] ERROR = Utf8.ascii(",\"error\":{\"code\":\"");
    private static final byte[] ERROR_MESSAGE = Utf8.ascii("\",\"message\":");
    private static final byte[] USAGE = Utf8.ascii(",\"usage\":{\"millis\":");
    private static final byte[] KIND = Utf8.ascii(",\"kind\":\"");
    private static final byte[] FRACTION = Utf8.ascii(",\"fraction\":");
    private static final byte[] MESSAGE = Utf8.ascii(",\"message\":");

    private RecordWriter() {}

    static void write(Message record, Utf8 out) {
        out.put(BEGIN);
        switch (record) {
            case Offer offer -> offer(offer, out);
            case Assignment assignment -> assignment(assignment, out);
            case Award award -> award(award, out);
            case Settlement settlement -> settlement(settlement, out);
            case Progress progress -> progress(progress, out);
            case Heartbeat _, Control _, Quarantined _ -> mapped(record, out);
        }
        out.put('}');
    }

    /// What the mapper writes, less the brackets around it.
    private static void mapped(Message record, Utf8 out) {
        String text = MeshJson.write(record);
        out.put(',');
        out.raw(text.substring(1, text.length() - 1));
    }

    private static void attempt(JobId job, int attempt, Utf8 out) {
        out.put(JOB);
        out.quoted(job.value());
        out.put(ATTEMPT);
        out.number(attempt);
    }

    /// A node's name has no character that would be escaped.
    private static void node(NodeId node, Utf8 out) {
        out.put(NODE);
        out.raw(node.value());
        out.put('"');
    }

    private static void offer(Offer offer, Utf8 out) {
        attempt(offer.job(), offer.attempt(), out);
        out.put(TYPE);
        out.raw(offer.type().name());
        out.put('"');
        terms(offer.needs(), offer.priority(), offer.deadline(), out);
        out.put(AVOID);
        boolean first = true;
        for (NodeId node : offer.avoid()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            out.quoted(node.value());
        }
        out.put(']');
        work(offer.payload(), offer.checkpoint(), out);
    }

    private static void assignment(Assignment assignment, Utf8 out) {
        attempt(assignment.job(), assignment.attempt(), out);
        node(assignment.node(), out);
        out.put(TYPE);
        out.raw(assignment.type().name());
        out.put('"');
        terms(assignment.needs(), assignment.priority(), assignment.deadline(), out);
        work(assignment.payload(), assignment.checkpoint(), out);
    }

    private static void terms(Needs needs, int priority, java.time.Instant deadline, Utf8 out) {
        out.put(NEEDS);
        out.raw(needs.json());
        out.put(PRIORITY);
        out.number(priority);
        if (deadline != null) {
            out.put(DEADLINE);
            out.raw(deadline.toString());
            out.put('"');
        }
    }

    private static void work(Json payload, Checkpoint checkpoint, Utf8 out) {
        out.put(PAYLOAD);
        out.raw(payload.text());
        checkpoint(checkpoint, out);
    }

    private static void checkpoint(Checkpoint checkpoint, Utf8 out) {
        if (checkpoint == null) {
            return;
        }
        out.put(CHECKPOINT);
        out.number(checkpoint.number());
        out.put(PARTIALS);
        out.number(checkpoint.partials());
        out.put(VALUE);
        out.raw(checkpoint.value().text());
        out.put('}');
    }

    private static void award(Award award, Utf8 out) {
        attempt(award.job(), award.attempt(), out);
        if (award.node() != null) {
            node(award.node(), out);
        } else {
            out.put(REASON);
            out.raw(award.reason().wireName());
            out.put('"');
        }
    }

    private static void settlement(Settlement settlement, Utf8 out) {
        attempt(settlement.job(), settlement.attempt(), out);
        node(settlement.node(), out);
        out.put(OUTCOME);
        out.raw(Words.OUTCOMES.of(settlement.outcome()));
        out.put('"');
        if (settlement.result() != null) {
            out.put(RESULT);
            out.raw(settlement.result().text());
        }
        if (settlement.error() != null) {
            out.put(ERROR);
            out.raw(settlement.error().code().wireName());
            out.put(ERROR_MESSAGE);
            out.quoted(settlement.error().message());
            out.put('}');
        }
        out.put(USAGE);
        out.number(settlement.usage().millis());
        out.put('}');
    }

    private static void progress(Progress progress, Utf8 out) {
        attempt(progress.job(), progress.attempt(), out);
        node(progress.node(), out);
        out.put(KIND);
        out.raw(Words.KINDS.of(progress.kind()));
        out.put('"');
        if (progress.fraction() != null) {
            out.put(FRACTION);
            out.raw(progress.fraction().toString());
        }
        if (progress.message() != null) {
            out.put(MESSAGE);
            out.quoted(progress.message());
        }
        if (progress.partial() != null) {
            out.put(PARTIAL);
            out.number(progress.partial().number());
            out.put(VALUE);
            out.raw(progress.partial().value().text());
            out.put('}');
        }
        checkpoint(progress.checkpoint(), out);
    }
}
