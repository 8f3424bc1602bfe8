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

/// Writes records as the mapper does, to the letter, and several times as fast: heartbeats and
/// those of which there are some for each job by hand, the others by the mapper itself.
final class RecordWriter {
    private RecordWriter() {}

    static void write(Message record, Utf8 out) {
        out.put(Fields.BEGIN);
        switch (record) {
            case Offer offer -> offer(offer, out);
            case Assignment assignment -> assignment(assignment, out);
            case Award award -> award(award, out);
            case Settlement settlement -> settlement(settlement, out);
            case Progress progress -> progress(progress, out);
            case Heartbeat heartbeat -> HeartbeatForm.write(heartbeat, out);
            case Control _, Quarantined _ -> mapped(record, out);
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
        out.put(Fields.JOB);
        out.id(job.value());
        out.put(Fields.ATTEMPT);
        out.number(attempt);
    }

    /// A node's name has no character that would be escaped.
    private static void node(NodeId node, Utf8 out) {
        out.put(Fields.NODE);
        out.raw(node.value());
        out.put('"');
    }

    private static void offer(Offer offer, Utf8 out) {
        attempt(offer.job(), offer.attempt(), out);
        out.put(Fields.TYPE);
        out.raw(offer.type().name());
        terms(offer.needs(), offer.priority(), offer.deadline(), out);
        out.put(Fields.AVOID);
        boolean first = true;
        for (NodeId node : offer.avoid()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            out.put('"');
            out.raw(node.value());
            out.put('"');
        }
        out.put(']');
        if (offer.rank() != 0) {
            out.put(Fields.RANK);
            out.number(offer.rank());
        }
        if (offer.probe()) {
            out.put(Fields.PROBE);
        }
        work(offer.payload(), offer.checkpoint(), out);
    }

    private static void assignment(Assignment assignment, Utf8 out) {
        attempt(assignment.job(), assignment.attempt(), out);
        node(assignment.node(), out);
        out.put(Fields.TYPE);
        out.raw(assignment.type().name());
        terms(assignment.needs(), assignment.priority(), assignment.deadline(), out);
        work(assignment.payload(), assignment.checkpoint(), out);
    }

    private static void terms(Needs needs, int priority, java.time.Instant deadline, Utf8 out) {
        out.put(Fields.NEEDS);
        out.raw(needs.json());
        out.put(Fields.PRIORITY);
        out.number(priority);
        if (deadline != null) {
            out.put(Fields.DEADLINE);
            out.time(deadline);
            out.put('"');
        }
    }

    private static void work(Json payload, Checkpoint checkpoint, Utf8 out) {
        out.put(Fields.PAYLOAD);
        out.raw(payload.text());
        checkpoint(checkpoint, out);
    }

    private static void checkpoint(Checkpoint checkpoint, Utf8 out) {
        if (checkpoint == null) {
            return;
        }
        out.put(Fields.CHECKPOINT);
        out.number(checkpoint.number());
        out.put(Fields.PARTIALS);
        out.number(checkpoint.partials());
        out.put(Fields.VALUE);
        out.raw(checkpoint.value().text());
        out.put('}');
    }

    private static void award(Award award, Utf8 out) {
        attempt(award.job(), award.attempt(), out);
        if (award.node() != null) {
            node(award.node(), out);
        } else {
            out.put(Fields.REASON);
            out.raw(award.reason().wireName());
            out.put('"');
            if (award.auction() != null) {
                out.put(Fields.AUCTION);
                out.escaped(award.auction());
                out.put('"');
            }
        }
    }

    private static void settlement(Settlement settlement, Utf8 out) {
        attempt(settlement.job(), settlement.attempt(), out);
        node(settlement.node(), out);
        out.put(Fields.OUTCOME);
        out.raw(Words.OUTCOMES.of(settlement.outcome()));
        out.put('"');
        if (settlement.result() != null) {
            out.put(Fields.RESULT);
            out.raw(settlement.result().text());
        }
        if (settlement.error() != null) {
            out.put(Fields.ERROR);
            out.raw(settlement.error().code().wireName());
            out.put(Fields.ERROR_MESSAGE);
            out.escaped(settlement.error().message());
            out.put('"');
            out.put('}');
        }
        out.put(Fields.USAGE);
        out.number(settlement.usage().millis());
        out.put('}');
    }

    private static void progress(Progress progress, Utf8 out) {
        attempt(progress.job(), progress.attempt(), out);
        node(progress.node(), out);
        out.put(Fields.KIND);
        out.raw(Words.KINDS.of(progress.kind()));
        out.put('"');
        if (progress.fraction() != null) {
            out.put(Fields.FRACTION);
            out.raw(progress.fraction().toString());
        }
        if (progress.message() != null) {
            out.put(Fields.MESSAGE);
            out.escaped(progress.message());
            out.put('"');
        }
        if (progress.partial() != null) {
            out.put(Fields.PARTIAL);
            out.number(progress.partial().number());
            out.put(Fields.VALUE);
            out.raw(progress.partial().value().text());
            out.put('}');
        }
        checkpoint(progress.checkpoint(), out);
    }
}
