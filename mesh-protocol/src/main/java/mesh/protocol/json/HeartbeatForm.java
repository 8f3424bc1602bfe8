package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.StandingBid;

/// How a heartbeat is written by hand, and read. It is most of what a mesh does that has nothing to
/// do.
final class HeartbeatForm {
    private static final byte[] NODE = Utf8.ascii(",\"node\":\"");
    private static final byte[] INCARNATION = Utf8.ascii("\",\"incarnation\":\"");
    private static final byte[] SEQ = Utf8.ascii("\",\"seq\":");
    private static final byte[] CAPABILITIES = Utf8.ascii(",\"capabilities\":");
    private static final byte[] SLOTS = Utf8.ascii(",\"slots\":");
    private static final byte[] BUSY = Utf8.ascii(",\"busy\":");
    private static final byte[] DRAINING = Utf8.ascii(",\"draining\":true");
    private static final byte[] NOT_DRAINING = Utf8.ascii(",\"draining\":false");
    private static final byte[] BID = Utf8.ascii(",\"bid\":{\"price\":");
    private static final byte[] RUNNING = Utf8.ascii("},\"running\":[");
    private static final byte[] VERSION = Utf8.ascii("],\"version\":\"");
    private static final byte[] SETTLED = Utf8.ascii("\",\"settled\":[");
    private static final byte[] INTERVAL = Utf8.ascii(",\"intervalMillis\":");
    private static final byte[] PARTLY = Utf8.ascii(",\"partly\":true");
    private static final byte[] JOB = Utf8.ascii("{\"job\":\"");

    /// So many attempts are named as objects; of more each is a text, which is a third as long.
    static final int MOST_OBJECTS = 64;

    private HeartbeatForm() {}

    static void write(Heartbeat heartbeat, Utf8 out) {
        out.put(NODE);
        out.raw(heartbeat.node().value());
        out.put(INCARNATION);
        out.escaped(heartbeat.incarnation());
        out.put(SEQ);
        out.number(heartbeat.seq());
        out.put(CAPABILITIES);
        out.raw(heartbeat.capabilities().json());
        out.put(SLOTS);
        out.number(heartbeat.slots());
        out.put(BUSY);
        out.number(heartbeat.busy());
        out.put(heartbeat.draining() ? DRAINING : NOT_DRAINING);
        out.put(BID);
        out.number(heartbeat.bid().price());
        out.put(RUNNING);
        attempts(heartbeat.running(), out);
        out.put(VERSION);
        out.escaped(heartbeat.version());
        out.put(SETTLED);
        attempts(heartbeat.settled(), out);
        out.put(']');
        if (heartbeat.intervalMillis() > 0) {
            out.put(INTERVAL);
            out.number(heartbeat.intervalMillis());
        }
        if (heartbeat.partly()) {
            out.put(PARTLY);
        }
    }

    private static void attempts(List<AttemptRef> refs, Utf8 out) {
        boolean many = refs.size() > MOST_OBJECTS;
        for (int i = 0; i < refs.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            if (many) {
                out.put('"');
                out.raw(refs.get(i).compact());
                out.put('"');
            } else {
                object(refs.get(i), out);
            }
        }
    }

    private static void object(AttemptRef ref, Utf8 out) {
        out.put(JOB);
        out.id(ref.job().value());
        out.put(Fields.ATTEMPT);
        out.number(ref.attempt());
        out.put('}');
    }

    static Heartbeat read(Scan in) throws JsonProcessingException {
        in.expect(NODE);
        var node = new NodeId(in.text());
        in.expect(INCARNATION);
        String incarnation = in.text();
        in.expect(SEQ);
        long seq = in.number();
        in.expect(CAPABILITIES);
        String capabilities = in.value(MeshJson.MOST_VALUE_DEPTH);
        in.expect(SLOTS);
        int slots = in.small();
        in.expect(BUSY);
        int busy = in.small();
        boolean draining = in.passes(DRAINING);
        if (!draining) {
            in.expect(NOT_DRAINING);
        }
        in.expect(BID);
        var bid = new StandingBid(in.number());
        in.expect(RUNNING);
        List<AttemptRef> running = attempts(in);
        in.expect(VERSION);
        String version = in.text();
        in.expect(SETTLED);
        List<AttemptRef> settled = attempts(in);
        in.expect(']');
        int interval = in.passes(INTERVAL) ? in.small() : 0;
        boolean partly = in.passes(PARTLY);
        return new Heartbeat(
                node,
                incarnation,
                seq,
                capabilities == null ? null : KnownTexts.CAPABILITIES.of(capabilities),
                slots,
                busy,
                draining,
                bid,
                running,
                version,
                settled,
                interval,
                partly);
    }

    private static List<AttemptRef> attempts(Scan in) {
        var refs = new ArrayList<AttemptRef>();
        do {
            if (in.passes(JOB)) {
                refs.add(object(in));
            } else if (in.passes('"')) {
                refs.add(AttemptRef.compact(in.text()));
                in.expect('"');
            } else if (refs.isEmpty()) {
                return refs;
            } else {
                throw Scan.odd();
            }
        } while (in.passes(','));
        return refs;
    }

    private static AttemptRef object(Scan in) {
        JobId job = in.id();
        in.expect(Fields.ATTEMPT);
        var ref = new AttemptRef(job, in.small());
        in.expect('}');
        return ref;
    }
}
