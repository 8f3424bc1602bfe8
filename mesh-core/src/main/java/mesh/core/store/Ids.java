package mesh.core.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.protocol.JobId;

/// Ids as the tables have them: the 16 bytes of the UUID, or of several one after the other. As
/// bytes they are in the same order as as ids.
final class Ids {
    static final int BYTES = 16;

    private Ids() {}

    static byte[] bytes(JobId id) {
        return bytes(id.value());
    }

    static byte[] bytes(UUID id) {
        return put(ByteBuffer.allocate(BYTES), id).array();
    }

    static byte[] bytes(List<JobId> ids) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES * ids.size());
        ids.forEach(id -> put(bytes, id.value()));
        return bytes.array();
    }

    private static ByteBuffer put(ByteBuffer to, UUID id) {
        return to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    static JobId id(byte[] bytes) {
        return next(ByteBuffer.wrap(bytes));
    }

    static List<JobId> ids(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        var ids = new ArrayList<JobId>(bytes.length / BYTES);
        while (from.remaining() >= BYTES) {
            ids.add(next(from));
        }
        return ids;
    }

    private static JobId next(ByteBuffer from) {
        return new JobId(new UUID(from.getLong(), from.getLong()));
    }
}
