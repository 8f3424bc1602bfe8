package mesh.artemis.link;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.protocol.Address;
import org.apache.activemq.artemis.api.core.SimpleString;

/// Whether the broker answers on a line. A broker that hangs, or a network that swallows what is
/// sent, ends no connection for {@link Line#SILENCE}; so it is asked something small, each time
/// that somebody wants to know and the last answer is not new. What it delivers is an answer too.
final class Answering {
    private static final System.Logger LOG = System.getLogger(Answering.class.getName());

    /// How old an answer is before the broker is asked again.
    private static final Duration NEW = Duration.ofMillis(1_500);

    /// How long a question may go unanswered. Together with {@link #NEW} it is less than a lease
    /// less a heartbeat, so that silence is noticed before anyone is blamed for it.
    private static final Duration PATIENCE = Duration.ofMillis(3_500);

    private static final long NONE = Long.MIN_VALUE;

    /// Any queue does, also one that is not there.
    private static final SimpleString QUESTION = SimpleString.of(Address.OFFERS.name());

    private final Line line;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long answered = System.nanoTime();

    /// Since when a question has waited for its answer, by {@link System#nanoTime}; {@link #NONE}
    /// where none does.
    private volatile long unanswered = NONE;

    private Life life;
    private BrokerSession session;

    Answering(Line line) {
        this.line = line;
    }

    /// Whether it did lately, or was not asked. It returns at once; where nobody wanted to know for
    /// long, it says yes for as long as a question may wait.
    boolean lately() {
        long now = System.nanoTime();
        if (now - answered > NEW.toNanos()) {
            // Also where an older question still waits, though the broker said something since.
            if (unanswered == NONE) {
                unanswered = now;
            }
            if (asking.compareAndSet(false, true)) {
                Thread.ofVirtual().name("ask-broker").start(this::ask);
            }
        }
        long since = unanswered;
        return since == NONE || now - since < PATIENCE.toNanos();
    }

    /// It said something just now.
    void answered() {
        answered = System.nanoTime();
        unanswered = NONE;
    }

    /// By one thread at a time. A session that waited in vain is kept: to give it up would end the
    /// connection of everyone who reads, which may only be slow.
    private void ask() {
        try {
            Life current = line.open();
            if (current != life || session.isClosed()) {
                session = current.session(false);
                life = current;
            }
            session.look(QUESTION);
            answered();
        } catch (Exception silent) {
            LOG.log(Level.DEBUG, "the broker does not answer", silent);
        } finally {
            asking.set(false);
        }
    }
}
