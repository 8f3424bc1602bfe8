package mesh.artemis.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;

/// How a file of a journal begins.
///
/// @param id another with each use of the file
record Header(long id) {
    static final int BYTES = JournalImpl.SIZE_HEADER;

    private static final int USER_VERSION = 0;

    /// @return nothing where the broker could not read it either
    static Optional<Header> read(ByteBuffer file) {
        if (file.limit() < BYTES) {
            return Optional.empty();
        }
        int version = file.getInt(0);
        boolean known = version >= 1 && version <= JournalImpl.FORMAT_VERSION;
        return known && file.getInt(Integer.BYTES) == USER_VERSION
                ? Optional.of(new Header(file.getLong(2 * Integer.BYTES)))
                : Optional.empty();
    }
}
