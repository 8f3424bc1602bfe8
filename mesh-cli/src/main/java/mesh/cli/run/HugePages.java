package mesh.cli.run;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/// Has Linux put the heap of a process that works on huge pages, where whoever owns the machine
/// lets programs ask for them: fewer misses when memory is touched that was left alone since the
/// collection before, for 2 to 3 % of the CPU and 5 % of the latency.
///
/// After some collections and not by `-XX:+UseTransparentHugePages`, with which a process
/// starts a tenth of a second later, and takes more memory though it never has much to do. Where
/// it is not possible nothing happens.
final class HugePages {
    private static final Logger LOG = Logger.getLogger(HugePages.class.getName());

    private static final Path OFFERED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /// A generation of the parallel collector, as far as it has memory:
    /// ` PSYoungGen total 1K, used 1K [0x00000000f9000000, 0x0000000100000000, …)`.
    private static final Pattern GENERATION =
            Pattern.compile("(?:PSYoungGen|ParOldGen) .*\\[0x([0-9a-f]+), ?0x([0-9a-f]+),");

    private static final int HEXADECIMAL = 16;

    /// `MADV_HUGEPAGE`: what is touched for the first time from now on.
    private static final int FROM_NOW_ON = 14;

    /// `MADV_COLLAPSE`, since Linux 6.1: what was touched before.
    private static final int AT_ONCE = 25;

    private static final int COLLECTIONS = 3;

    private static final long SIZE = 2L << 20;

    /// Memory from an address up to another.
    record Range(long from, long to) {}

    private HugePages() {}

    /// From the third collection on; the first belongs to the start.
    static void onceHeapIsUsed() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(new Counting(collector, emitter), null, null);
            }
        }
    }

    /// Hears of collections until there were enough.
    private record Counting(GarbageCollectorMXBean collector, NotificationEmitter emitter)
            implements NotificationListener {
        @Override
        public void handleNotification(Notification collection, Object ignored) {
            if (collector.getCollectionCount() >= COLLECTIONS && isLast()) {
                ofHeap();
            }
        }

        /// Another that came meanwhile may have been told of, too.
        private boolean isLast() {
            try {
                emitter.removeNotificationListener(this);
                return true;
            } catch (ListenerNotFoundException already) {
                return false;
            }
        }
    }

    private static void ofHeap() {
        try {
            if (Files.isReadable(OFFERED) && Files.readString(OFFERED).contains("[madvise]")) {
                advise(generations(heapInfo()));
            }
        } catch (IOException | JMException | RuntimeException unable) {
            LOG.log(Level.FINE, "the heap stays on small pages", unable);
        }
    }

    private static String heapInfo() throws JMException {
        var commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        return (String)
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(commands, "gcHeapInfo", new Object[0], new String[0]);
    }

    /// Where the generations are; none of another collector.
    static List<Range> generations(String heapInfo) {
        return GENERATION.matcher(heapInfo).results().map(HugePages::range).toList();
    }

    private static Range range(MatchResult found) {
        return new Range(
                Long.parseUnsignedLong(found.group(1), HEXADECIMAL),
                Long.parseUnsignedLong(found.group(2), HEXADECIMAL));
    }

    /// Advice that is not taken changes nothing.
    private static void advise(List<Range> ranges) {
        MethodHandle madvise =
                SystemCalls.function(
                        "madvise",
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT);
        try {
            for (Range range : ranges) {
                var _ = (int) madvise.invokeExact(range.from, range.to - range.from, FROM_NOW_ON);
                // One by one: where there is nothing yet it says so, and goes no further.
                for (Range page : pages(range)) {
                    var _ = (int) madvise.invokeExact(page.from, SIZE, AT_ONCE);
                }
            }
        } catch (Throwable unforeseen) {
            throw new IllegalStateException("madvise cannot be called", unforeseen);
        }
    }

    /// The huge pages that lie in it.
    static List<Range> pages(Range range) {
        var pages = new ArrayList<Range>();
        long first = (range.from + SIZE - 1) / SIZE * SIZE;
        for (long from = first; from + SIZE <= range.to; from += SIZE) {
            pages.add(new Range(from, from + SIZE));
        }
        return pages;
    }
}
