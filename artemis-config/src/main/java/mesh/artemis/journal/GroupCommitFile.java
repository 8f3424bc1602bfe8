package mesh.artemis.journal;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.io.DelegateCallback;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.journal.EncodingSupport;
import org.apache.activemq.artemis.core.journal.impl.SimpleWaitIOCallback;

/// A file of the journal. While it is the one that is appended to, it gathers records until it is
/// told to write them, their memory is full, or the first of them has waited for {@value
/// #MOST_NANOS} ns; one write to the disk is for all of them, and who waits for one is told then.
///
/// Its position counts what is gathered, so that the journal sees when it is full.
final class GroupCommitFile extends SealingFile {
    static final long MOST_NANOS = 1_000_000;

    private final GroupCommitFiles files;
    private List<IOCallback> waiting = new ArrayList<>();
    private boolean gathers;
    private boolean sync;
    private int gathered;
    private long since;

    GroupCommitFile(GroupCommitFiles files, File directory, String name, int maxIO) {
        super(files, directory, name, maxIO);
        this.files = files;
    }

    /// From now on records are gathered.
    synchronized void gather() {
        gathers = true;
    }

    /// Writes what was gathered. From now on each record is written by itself.
    synchronized void gatherNoMore() {
        flush();
        gathers = false;
    }

    @Override
    public synchronized void write(EncodingSupport record, boolean synced, IOCallback callback) {
        if (!gathers) {
            super.write(record, synced, callback);
            return;
        }
        long now = System.nanoTime();
        boolean fits = gathered + record.getEncodeSize() <= files.getBufferSize();
        if (!fits || now - since > MOST_NANOS) {
            flush();
        }
        if (gathered == 0) {
            since = now;
        }
        ActiveMQBuffer records = files.behind(gathered);
        record.encode(records);
        position.addAndGet(records.writerIndex() - gathered);
        gathered = records.writerIndex();
        sync |= synced;
        waiting.add(callback);
    }

    /// Waits until it is written, for which nobody else is there.
    @Override
    public void write(EncodingSupport record, boolean synced)
            throws InterruptedException, ActiveMQException {
        var written = new SimpleWaitIOCallback();
        write(record, synced, written);
        flush();
        written.waitCompletion();
    }

    /// Writes what was gathered, to the disk where one of the records has to be there, and tells
    /// whoever waits.
    synchronized void flush() {
        if (gathered == 0) {
            return;
        }
        int bytes = gathered;
        boolean synced = sync;
        IOCallback told = DelegateCallback.wrap(waiting);
        waiting = new ArrayList<>();
        sync = false;
        gathered = 0;
        try {
            writeDirect(files.gathered(bytes), synced, told);
        } finally {
            // Writing has counted them again. Until here the file seemed fuller than it is, and
            // never emptier.
            position.addAndGet(-bytes);
        }
    }

    @Override
    public SequentialFile cloneFile() {
        return new GroupCommitFile(files, directory, getFileName(), maxIO);
    }
}
