package mesh.artemis.journal;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/// Does one task after the other, and when none waits any more has what they appended written; what
/// comes meanwhile is done then.
final class GroupCommitExecutor extends OrderedExecutor {
    private static final System.Logger LOG = System.getLogger(GroupCommitExecutor.class.getName());

    private final Runnable flush;

    /// @param threads do the tasks
    GroupCommitExecutor(Executor threads, Runnable flush) {
        super(threads);
        this.flush = flush;
    }

    /// Is called when no task waits. What it threw would leave this at work for ever.
    @Override
    protected void leave() {
        try {
            flush.run();
        } catch (Throwable failed) {
            LOG.log(Level.WARNING, "the journal was not written", failed);
        } finally {
            super.leave();
        }
    }
}
