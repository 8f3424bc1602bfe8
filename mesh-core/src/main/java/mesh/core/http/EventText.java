package mesh.core.http;

import mesh.core.EventView;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.Utf8;

/// An event as a stream of server-sent events tells it. Those that every job has are written by
/// hand, to the letter as the mapper writes them, and the others by the mapper.
final class EventText {
    private static final byte[] ID = Utf8.ascii("id: ");
    private static final byte[] EVENT = Utf8.ascii("event: ");
    private static final byte[] DATA = Utf8.ascii("\ndata: ");
    private static final byte[] END = Utf8.ascii("\n\n");
    private static final byte[] JOB = Utf8.ascii("{\"job\":\"");
    private static final byte[] SEQ = Utf8.ascii("\",\"seq\":");
    private static final byte[] AT = Utf8.ascii(",\"at\":\"");
    private static final byte[] NAME = Utf8.ascii("\",\"name\":\"");
    private static final byte[] STATE = Utf8.ascii("\",\"state\":\"");
    private static final byte[] ATTEMPT = Utf8.ascii("\",\"attempt\":");
    private static final byte[] NODE = Utf8.ascii(",\"node\":\"");
    private static final byte[] QUOTED = Utf8.ascii("\"}");

    private EventText() {}

    /// @param withIds whether the number of an event of the log is its id
    static void write(EventView event, boolean withIds, Utf8 out) {
        if (withIds && event.ofLog()) {
            out.put(ID);
            out.number(event.seq());
            out.put('\n');
        }
        out.put(EVENT);
        out.raw(event.name());
        out.put(DATA);
        data(event, out);
        out.put(END);
    }

    private static void data(EventView event, Utf8 out) {
        if (!isPlain(event)) {
            out.raw(MeshJson.write(event));
            return;
        }
        out.put(JOB);
        out.id(event.job().value());
        out.put(SEQ);
        out.number(event.seq());
        out.put(AT);
        out.time(event.at());
        out.put(NAME);
        out.raw(event.name());
        out.put(STATE);
        out.raw(event.state().wireName());
        out.put(ATTEMPT);
        out.number(event.attempt());
        out.put(NODE);
        out.raw(event.node().value());
        out.put(QUOTED);
    }

    /// An attempt was awarded, started or succeeded, and that says it all.
    private static boolean isPlain(EventView event) {
        return event.state() != null
                && event.attempt() != null
                && event.node() != null
                && event.error() == null
                && event.reason() == null
                && event.notBefore() == null
                && event.progress() == null
                && event.number() == null
                && event.value() == null;
    }
}
