package mesh.artemis.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a file of a journal had in it, from its beginning on, when this was noted. A file is only
/// appended to, so what was noted stays true until it is used again for something else.
///
/// @param id the file's, as its header has it; another with each use
/// @param size of the whole file, in bytes
/// @param length of what was written, in bytes
/// @param crc of what was written, a CRC32C
record Seal(long id, long size, long length, int crc) {
    private static final int PART = 256 << 10;
    static final int BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

    /// With a checksum of its own: one that is half written when the power fails is none.
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(id).putLong(size).putLong(length).putInt(crc);
        bytes.putInt(crcOf(bytes.duplicate().flip()));
        return bytes.flip();
    }

    /// @return nothing where it is none
    static Optional<Seal> decode(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES) {
            return Optional.empty();
        }
        int own = crcOf(bytes.slice(bytes.position(), BYTES - Integer.BYTES));
        var seal = new Seal(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt());
        return bytes.getInt() == own ? Optional.of(seal) : Optional.empty();
    }

    private static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /// Of the first bytes of a file, to be gone on with.
    ///
    /// @throws IOException where it does not have so many, or cannot be read
    static CRC32C crcUntil(long end, FileChannel file) throws IOException {
        var crc = new CRC32C();
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(end, PART));
        for (long at = 0; at < end; ) {
            part.clear().limit((int) Math.min(part.capacity(), end - at));
            int read = file.read(part, at);
            if (read < 0) {
                throw new IOException("a file of the journal ends before byte " + end);
            }
            crc.update(part.flip());
            at += read;
        }
        return crc;
    }
}
