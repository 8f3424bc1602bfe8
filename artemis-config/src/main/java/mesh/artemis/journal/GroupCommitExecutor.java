package mesh.artemis.journal;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/// Does one task after the other, and when none waits any more has what they appended written; what
/// comes meanwhile is done then. Before that it gives way to whoever waits for a processor, for
/// most of them are about to append: where nobody waits this takes no time, and where many do fewer
/// writes are for more.
final class GroupCommitExecutor extends OrderedExecutor {
    private static final System.Logger LOG = System.getLogger(GroupCommitExecutor.class.getName());

    private static final int TIMES_TO_GIVE_WAY = 2;

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
            if (!moreCame()) {
                flush.run();
            }
        } catch (Throwable failed) {
            LOG.log(Level.WARNING, "the journal was not written", failed);
        } finally {
            super.leave();
        }
    }

    private boolean moreCame() {
        for (int time = 0; time < TIMES_TO_GIVE_WAY && tasks.isEmpty(); time++) {
            Thread.yield();
        }
        return !tasks.isEmpty();
    }
}
