package mesh.artemis.journal;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;

/// A file of a journal that keeps a checksum of all that is written to it, and notes it: when it is
/// closed, after each {@value #EVERY} bytes that are on the disk, and when it is appended to for
/// the first time after it was opened.
///
/// What is noted is on the disk already, so that a seal is true whenever the process or the power
/// fails.
class SealingFile extends NIOSequentialFile {
    static final int EVERY = 256 << 10;

    private static final long UNKNOWN = -1;

    private final SealingFiles files;
    private CRC32C crc = new CRC32C();
    private long covered = UNKNOWN;
    private long sealed;
    private boolean onDisk;

    SealingFile(SealingFiles files, File directory, String name, int maxIO) {
        super(files, directory, name, maxIO);
        this.files = files;
    }

    @Override
    public synchronized void position(long place) throws IOException {
        super.position(place);
        covered = UNKNOWN;
    }

    @Override
    public synchronized void writeDirect(ByteBuffer bytes, boolean sync, IOCallback told) {
        try {
            cover(bytes, sync);
        } catch (IOException failed) {
            factory.onIOError(failed, failed.getMessage(), this);
            told.onError(ActiveMQExceptionType.IO_ERROR.getCode(), failed.getMessage());
            return;
        }
        super.writeDirect(bytes, sync, told);
        if (sync && covered - sealed >= EVERY) {
            seal(false);
        }
    }

    @Override
    public synchronized void writeDirect(ByteBuffer bytes, boolean sync) throws Exception {
        cover(bytes, sync);
        super.writeDirect(bytes, sync);
    }

    @Override
    public synchronized void blockingWriteDirect(ByteBuffer bytes, boolean sync, boolean release)
            throws Exception {
        cover(bytes, sync);
        super.blockingWriteDirect(bytes, sync, release);
    }

    /// Counts what is about to be written. Where that fails, the file is shorter than this says,
    /// and is not sealed any more.
    private void cover(ByteBuffer bytes, boolean sync) throws IOException {
        if (channel == null || !files.seals().concern(getFileName())) {
            return;
        }
        if (covered == UNKNOWN) {
            begin();
        }
        covered += bytes.remaining();
        crc.update(bytes.duplicate());
        onDisk = sync;
    }

    private void begin() throws IOException {
        long from = channel.position();
        sealed = 0;
        Optional<Seal> before = files.seals().read(getFileName());
        if (from == 0 || before.isPresent() && before.get().length() > from) {
            // What is written now is not what was noted.
            files.seals().forget(getFileName());
        }
        if (from == 0) {
            crc.reset();
            covered = 0;
            return;
        }
        if (from > Header.BYTES) {
            // What a process that was killed wrote may not be on the disk yet.
            channel.force(false);
        }
        crc = Seal.crcUntil(from, channel);
        covered = from;
        seal(from > Header.BYTES);
    }

    private void seal(boolean synced) {
        made().ifPresent(seal -> keep(seal, synced));
    }

    private void keep(Seal seal, boolean synced) {
        files.seals().write(getFileName(), seal, synced);
        sealed = seal.length();
    }

    /// Nothing where nothing is known of the file, or not all of it was written.
    private Optional<Seal> made() {
        try {
            FileChannel file = channel;
            if (covered == UNKNOWN || file == null || file.position() != covered) {
                return Optional.empty();
            }
            long size = file.size();
            return Header.read(file)
                    .map(header -> new Seal(header.id(), size, covered, (int) crc.getValue()));
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close(boolean waitSync, boolean blockOnPending)
            throws IOException, InterruptedException, ActiveMQException {
        boolean due = covered > Header.BYTES && covered != sealed && (waitSync || onDisk);
        Optional<Seal> last = due ? made() : Optional.empty();
        super.close(waitSync, blockOnPending);
        last.ifPresent(seal -> keep(seal, false));
        covered = UNKNOWN;
    }

    @Override
    public SequentialFile cloneFile() {
        return new SealingFile(files, directory, getFileName(), maxIO);
    }
}
