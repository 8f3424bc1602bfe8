package mesh.artemis.broker;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.journal.impl.JournalFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor.FileStoreMonitorType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/// Gives back the room that the journal takes for nothing, while the disk has too little of it. The
/// journal itself looks for files in which nothing is alive when it begins a new one, and on a full
/// disk it never does, because every send is refused: without this, a disk that the journal filled
/// stays full when all is read.
final class Room implements FileStoreMonitor.Callback {
    private static final System.Logger LOG = System.getLogger(Room.class.getName());
    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final int MOST_SECONDS = 30;
    private static final long MILLIS = 1_000;

    /// As many bytes as may come in a second: for each of these the disk has, it is looked at a
    /// second later, up to {@link #MOST_SELDOM_SECONDS}, or as seldom as broker.xml says where that
    /// is more; with less room as often as that says.
    private static final long A_SECOND = 2L << 30;

    private static final int MOST_SELDOM_SECONDS = 30;

    private final FileStoreMonitor monitor;
    private final long often;
    private final JournalImpl journal;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long looked = System.nanoTime() - PAUSE_NANOS;
    private volatile boolean shortOf;
    private volatile long usable;

    /// @param monitor as broker.xml has it
    Room(FileStoreMonitor monitor, JournalImpl journal) {
        this.monitor = monitor;
        this.often = monitor.getPeriod();
        this.journal = journal;
    }

    /// Looks after a broker that runs, until it ends.
    static void keep(ActiveMQServer server) {
        if (server.getStorageManager().getMessageJournal() instanceof JournalImpl journal) {
            FileStoreMonitor monitor = ((ActiveMQServerImpl) server).getMonitor();
            monitor.addCallback(new Room(monitor, journal));
        }
    }

    @Override
    public void tick(long usable, long total, boolean enough, FileStoreMonitorType type) {
        this.usable = usable;
        tell(usable, enough);
        lookEvery(Math.max(often, MILLIS * Math.min(usable / A_SECOND, MOST_SELDOM_SECONDS)));
        boolean due = System.nanoTime() - looked >= PAUSE_NANOS;
        if (!enough && due && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("journal-room").start(this::look);
        }
    }

    /// Each look wakes three threads of a broker that may have nothing else to do.
    private void lookEvery(long millis) {
        if (monitor.getPeriod() != millis) {
            monitor.setPeriod(millis);
        }
    }

    private void tell(long usable, boolean enough) {
        if (enough == shortOf) {
            shortOf = !enough;
            if (enough) {
                LOG.log(Level.INFO, "there is room on the disk of the broker again");
            } else {
                LOG.log(
                        Level.WARNING,
                        "the disk of the broker is full ({0} MiB left): every send is refused until there is room",
                        usable >> 20);
            }
        }
    }

    private void look() {
        try {
            if (isWorthCopying()) {
                journal.scheduleCompactAndBlock(MOST_SECONDS);
            }
        } catch (Exception failed) {
            LOG.log(Level.DEBUG, "the journal was not made smaller", failed);
        } finally {
            looked = System.nanoTime();
            looking.set(false);
        }
    }

    /// Whether there is room to copy what is alive together, and a file at least is won by it. One
    /// file is begun in any case, another where anything is alive.
    private boolean isWorthCopying() throws Exception {
        journal.checkReclaimStatus();
        long all = 0;
        long alive = 0;
        for (JournalFile file : journal.getDataFiles()) {
            all += journal.getFileSize();
            alive += file.getLiveSize();
        }
        long toWrite = alive + (alive == 0 ? 1L : 2L) * journal.getFileSize();
        return all >= toWrite && usable >= toWrite;
    }
}
