package mesh.artemis.journal;

import java.nio.ByteBuffer;
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

    static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
