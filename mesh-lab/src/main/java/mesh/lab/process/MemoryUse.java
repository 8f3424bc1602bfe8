package mesh.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory a process of this machine uses.
public final class MemoryUse {
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private MemoryUse() {}

    /// What a JVM's heap holds after it threw away what nobody needs, in KiB.
    public static long heapKib(long pid) throws IOException {
        Jcmd.ask(pid, "GC.run");
        return heapKib(Jcmd.ask(pid, "GC.heap_info"));
    }

    /// The sum over the parts of the heap, whatever the collector calls them.
    static long heapKib(String info) throws IOException {
        long sum = 0;
        boolean any = false;
        for (String line : (Iterable<String>) info.lines()::iterator) {
            Matcher used = USED.matcher(line);
            if (!line.contains("Metaspace") && !line.contains("class space") && used.find()) {
                sum += Long.parseLong(used.group(1));
                any = true;
            }
        }
        if (!any) {
            throw new IOException("jcmd GC.heap_info said nothing that is understood: " + info);
        }
        return sum;
    }

    /// What of a process is in the machine's memory, in KiB, heap that is free included.
    ///
    /// @throws IOException where the system does not tell, as it does on Linux
    public static long residentKib(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        Matcher resident = RESIDENT.matcher(status);
        if (!resident.find()) {
            throw new IOException("the system does not tell the memory of process " + pid);
        }
        return Long.parseLong(resident.group(1));
    }
}
