package mesh.artemis.link;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.protocol.Address;
import org.apache.activemq.artemis.api.core.SimpleString;

/// Whether the broker answers on a line. A broker that hangs, or a network that swallows what is
/// sent, ends no connection for {@link Line#SILENCE}; so it is asked something small, each time
/// that somebody wants to know and the last answer is not new.
final class Answering {
    private static final System.Logger LOG = System.getLogger(Answering.class.getName());

    /// How old an answer is before the broker is asked again. Shorter than the rhythm in which an
    /// idle core wants to know ({@link mesh.protocol.IdleRhythm}): asked only every other time, an
    /// answer would be nearly too old between.
    private static final Duration NEW = Duration.ofMillis(1_500);

    /// How old it may be: much younger than a lease less a heartbeat, so that silence is noticed
    /// before anyone is blamed for it.
    private static final Duration OLD = Duration.ofSeconds(5);

    /// Any queue does, also one that is not there.
    private static final SimpleString QUESTION = SimpleString.of(Address.OFFERS.name());

    private final Line line;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long answered = System.nanoTime();
    private Life life;
    private BrokerSession session;

    Answering(Line line) {
        this.line = line;
    }

    /// Whether it did lately. It returns at once; where nobody asked for long, the first answer may
    /// be no though the broker is well.
    boolean lately() {
        long age = System.nanoTime() - answered;
        if (age > NEW.toNanos() && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("ask-broker").start(this::ask);
        }
        return age < OLD.toNanos();
    }

    /// By one thread at a time. A session that waited in vain is kept: to give it up would end the
    /// connection of everyone who reads, which may only be slow.
    private void ask() {
        long now = System.nanoTime();
        try {
            Life current = line.open();
            if (current != life || session.isClosed()) {
                session = current.session(false);
                life = current;
            }
            session.look(QUESTION);
            answered = now;
        } catch (Exception silent) {
            LOG.log(Level.DEBUG, "the broker does not answer", silent);
        } finally {
            asking.set(false);
        }
    }
}
