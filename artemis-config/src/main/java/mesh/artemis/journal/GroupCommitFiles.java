package mesh.artemis.journal;

import io.netty.buffer.Unpooled;
import java.io.File;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;

/// The journal's files, of which one at a time gathers what is appended to it, in the memory that
/// they share.
final class GroupCommitFiles extends SealingFiles {
    private final ByteBuffer memory;
    private final ActiveMQBuffer records;
    private volatile GroupCommitFile current;

    /// @param extension of the journal's files
    /// @param bufferSize how much is gathered at the most, in bytes
    GroupCommitFiles(
            File directory,
            String extension,
            int bufferSize,
            int maxIO,
            IOCriticalErrorListener failed,
            CriticalAnalyzer analyzer) {
        super(directory, extension, bufferSize, maxIO, failed, analyzer);
        memory = ByteBuffer.allocateDirect(bufferSize);
        records = new ChannelBufferWrapper(Unpooled.wrappedBuffer(memory.duplicate()));
    }

    /// Where the next record goes, behind so many bytes. For the file that gathers.
    ActiveMQBuffer behind(int gathered) {
        records.setIndex(0, gathered);
        return records;
    }

    /// What was gathered, so many bytes.
    ByteBuffer gathered(int bytes) {
        return memory.position(0).limit(bytes);
    }

    /// The memory of what is gathered is no part of the pool.
    @Override
    public void releaseBuffer(ByteBuffer buffer) {
        if (buffer != memory) {
            super.releaseBuffer(buffer);
        }
    }

    /// Whether whoever appends is told later that it is on the disk.
    @Override
    public boolean isSupportsCallbacks() {
        return true;
    }

    @Override
    public SequentialFile createSequentialFile(String name) {
        return new GroupCommitFile(this, journalDir, name, maxIO);
    }

    @Override
    public void activateBuffer(SequentialFile file) {
        deactivateBuffer();
        var next = (GroupCommitFile) file;
        next.gather();
        current = next;
    }

    @Override
    public void deactivateBuffer() {
        GroupCommitFile last = current;
        current = null;
        if (last != null) {
            last.gatherNoMore();
        }
    }

    /// Writes what was gathered.
    @Override
    public void flush() {
        GroupCommitFile file = current;
        if (file != null) {
            file.flush();
        }
    }
}
