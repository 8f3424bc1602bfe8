package mesh.artemis.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;

/// How a file of a journal begins.
///
/// @param id another with each use of the file
record Header(long id) {
    static final int BYTES = JournalImpl.SIZE_HEADER;

    private static final int USER_VERSION = 0;

    /// @return nothing where the broker could not read it either
    static Optional<Header> read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        if (file.read(bytes, 0) < BYTES) {
            return Optional.empty();
        }
        int version = bytes.getInt(0);
        boolean known = version >= 1 && version <= JournalImpl.FORMAT_VERSION;
        return known && bytes.getInt(Integer.BYTES) == USER_VERSION
                ? Optional.of(new Header(bytes.getLong(2 * Integer.BYTES)))
                : Optional.empty();
    }
}
