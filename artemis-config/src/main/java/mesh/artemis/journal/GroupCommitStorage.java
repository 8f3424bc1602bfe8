package mesh.artemis.journal;

import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;

/// The broker's storage, with a journal of messages that is written in groups.
final class GroupCommitStorage extends JournalStorageManager {
    private static final int USER_VERSION = 0;

    /// As Artemis has them.
    private static final int BINDINGS_BYTES = 1 << 20;

    private static final int BINDINGS_FILES = 2;

    GroupCommitStorage(
            Configuration configuration,
            CriticalAnalyzer analyzer,
            ExecutorFactory executors,
            ScheduledExecutorService scheduler,
            ExecutorFactory writers,
            IOCriticalErrorListener failed) {
        super(configuration, analyzer, executors, scheduler, writers, failed);
    }

    /// Is called while this is made. What the broker knows of its queues is written with seals,
    // too.
    @Override
    protected void init(Configuration configuration, IOCriticalErrorListener failed) {
        super.init(configuration, failed);
        bindingsFF =
                new SealingFiles(
                        configuration.getBindingsLocation(),
                        JournalFolder.BINDINGS,
                        configuration.getJournalBufferSize_NIO(),
                        configuration.getJournalMaxIO_NIO(),
                        failed,
                        getCriticalAnalyzer());
        bindingsFF.setDatasync(configuration.isJournalDatasync());
        bindingsJournal =
                new JournalImpl(
                        ioExecutorFactory,
                        BINDINGS_BYTES,
                        BINDINGS_FILES,
                        configuration.getJournalPoolFiles(),
                        configuration.getJournalCompactMinFiles(),
                        configuration.getJournalCompactPercentage(),
                        configuration.getJournalFileOpenTimeout(),
                        bindingsFF,
                        "activemq-bindings",
                        JournalFolder.BINDINGS,
                        1,
                        USER_VERSION,
                        failed,
                        configuration.getJournalMaxAtticFiles());
        originalBindingsJournal = bindingsJournal;
    }

    /// Is called while this is made.
    @Override
    protected Journal createMessageJournal(
            Configuration configuration, IOCriticalErrorListener failed, int fileSize) {
        var files =
                new GroupCommitFiles(
                        configuration.getJournalLocation(),
                        JournalFolder.MESSAGES,
                        configuration.getJournalBufferSize_NIO(),
                        configuration.getJournalMaxIO_NIO(),
                        failed,
                        getCriticalAnalyzer());
        files.setDatasync(configuration.isJournalDatasync());
        journalFF = files;
        return new JournalImpl(
                () -> new GroupCommitExecutor(ioExecutorFactory.getExecutor(), files::flush),
                fileSize,
                configuration.getJournalMinFiles(),
                configuration.getJournalPoolFiles(),
                configuration.getJournalCompactMinFiles(),
                configuration.getJournalCompactPercentage(),
                configuration.getJournalFileOpenTimeout(),
                files,
                ACTIVEMQ_DATA,
                JournalFolder.MESSAGES,
                files.getMaxIO(),
                USER_VERSION,
                failed,
                configuration.getJournalMaxAtticFiles());
    }
}
