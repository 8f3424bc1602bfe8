package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.cli.run.HugePages.Range;
import org.junit.jupiter.api.Test;

class HugePagesTest {
    private static final String PARALLEL =
            """
             PSYoungGen      total 98304K, used 3276K [0x00000007f9000000, 0x0000000800000000, 0x0000000800000000)
              eden space 81920K, 4% used [0x00000007f9000000,0x00000007f93333d8,0x00000007fe000000)
              from space 16384K, 0% used [0x00000007ff000000,0x00000007ff000000,0x0000000800000000)
             ParOldGen       total 278528K, used 0K [0x0000000680000000, 0x0000000691000000, 0x00000007f9000000)
              object space 278528K, 0% used [0x0000000680000000,0x0000000680000000,0x0000000691000000)
            """;

    @Test
    void the_generations_of_the_parallel_collector_are_found() {
        assertThat(HugePages.generations(PARALLEL))
                .containsExactly(
                        new Range(0x7f9000000L, 0x800000000L),
                        new Range(0x680000000L, 0x691000000L));
    }

    @Test
    void another_collector_has_none() {
        assertThat(
                        HugePages.generations(
                                " garbage-first heap   total reserved 6291456K, committed 393216K, used 4096K"
                                        + " [0x0000000680000000, 0x0000000800000000)"))
                .isEmpty();
    }

    @Test
    void only_whole_pages_are_asked_for() {
        long page = 2L << 20;
        assertThat(HugePages.pages(new Range(page - 4096, 3 * page + 4096)))
                .containsExactly(new Range(page, 2 * page), new Range(2 * page, 3 * page));
        assertThat(HugePages.pages(new Range(page + 1, 2 * page))).isEmpty();
    }

    /// Makes garbage until the kernel was asked for huge pages; whether it has any is its business.
    static final class Busy {
        public static void main(String[] arguments) throws IOException {
            HugePages.onceHeapIsUsed();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (System.nanoTime() < end) {
                // Far more than the young generation: the look below is dear.
                for (int i = 0; i < 1024; i++) {
                    byte[] garbage = new byte[1 << 16];
                    Reference.reachabilityFence(garbage);
                }
                if (isAdvised()) {
                    System.exit(0);
                }
            }
            System.exit(1);
        }

        private static boolean isAdvised() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/smaps")).stream()
                    .anyMatch(line -> line.startsWith("VmFlags:") && line.contains(" hg"));
        }
    }

    @Test
    void a_process_that_works_asks_for_them() throws IOException, InterruptedException {
        Path offered = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        assumeThat(offered).isReadable();
        assumeThat(Files.readString(offered)).contains("[madvise]");

        Process busy =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseParallelGC",
                                        "-XX:-UseAdaptiveSizePolicy",
                                        "-Xmn32m",
                                        "-XX:+UseCompactObjectHeaders",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Busy.class.getName()))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(busy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(busy.waitFor()).as(said).isZero();
    }
}
