package mesh.artemis.journal;

import java.io.File;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;

/// The files of a journal, of which it is noted what was written to them.
class SealingFiles extends NIOSequentialFileFactory {
    private final Seals seals;

    /// @param extension of the journal's files
    /// @param bufferSize how much is gathered at the most, in bytes
    SealingFiles(
            File directory,
            String extension,
            int bufferSize,
            int maxIO,
            IOCriticalErrorListener failed,
            CriticalAnalyzer analyzer) {
        super(directory, false, bufferSize, 0, maxIO, false, failed, analyzer);
        seals = new Seals(directory.toPath(), extension);
    }

    Seals seals() {
        return seals;
    }

    @Override
    public SequentialFile createSequentialFile(String name) {
        return new SealingFile(this, journalDir, name, maxIO);
    }

    @Override
    public void onIOError(Throwable failed, String message, String file) {
        seals.end();
        super.onIOError(failed, message, file);
    }
}
