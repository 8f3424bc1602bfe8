package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.cli.run.Scheduling.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingTest {
    @ParameterizedTest
    @CsvSource({
        "NORMAL, 0.70, 0.05, BATCH",
        "NORMAL, 0.06, 0.19, BATCH",
        "NORMAL, 0.70, 0.21, NORMAL",
        "BATCH,  0.70, 0.29, BATCH",
        "BATCH,  0.60, 0.31, NORMAL",
        "BATCH,  0.06, 0.90, NORMAL",
        "BATCH,  0.94, 0.01, BATCH",
        "BATCH,  0.95, 0.01, NORMAL",
        "NORMAL, 0.99, 0.01, NORMAL",
        // What does nothing stays as it is.
        "NORMAL, 0.04, 0.00, NORMAL",
        "BATCH,  0.04, 0.90, BATCH",
        // Two looks that did not come at one time.
        "NORMAL, 0.90, -0.02, BATCH",
        // Nobody knows.
        "BATCH,  -1, 1.30, NORMAL",
        "BATCH,  NaN, NaN, NORMAL",
        "NORMAL, NaN, NaN, NORMAL",
    })
    void follows_from_who_uses_the_processors(Policy now, double own, double others, Policy next) {
        assertThat(Scheduling.next(now, own, others)).isEqualTo(next);
    }

    /// Tells how its threads are scheduled before and after they are changed.
    static final class Threads {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            var ended = new CountDownLatch(1);
            Runnable waits =
                    () -> {
                        try {
                            ended.await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    };
            Thread.ofPlatform().start(waits);
            System.out.println(policies());
            Scheduling.change(Policy.NORMAL, Policy.BATCH);
            Thread.ofPlatform().start(waits); // as who starts it
            System.out.println(policies());
            Scheduling.change(Policy.BATCH, Policy.NORMAL);
            System.out.println(policies());
            ended.countDown();
        }

        static Set<String> policies() throws IOException {
            try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
                return threads.flatMap(Threads::policy).collect(Collectors.toSet());
            }
        }

        /// The 41st field of proc(5), counted from the name, which may have blanks.
        private static Stream<String> policy(Path thread) {
            try {
                String stat = Files.readString(thread.resolve("stat"));
                return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38]);
            } catch (IOException gone) {
                return Stream.empty();
            }
        }
    }

    /// Follows processors whose use it sets itself, and tells how its threads are scheduled.
    static final class Follower {
        private static volatile double others;
        private static volatile boolean works = true;
        private static final AtomicLong CPU = new AtomicLong();
        private static final AtomicInteger LOOKS = new AtomicInteger();
        private static final AtomicInteger ASKED = new AtomicInteger();

        public static void main(String[] arguments) throws Exception {
            var end = new CountDownLatch(1);
            Thread follower = Thread.ofPlatform().daemon().start(() -> follow(end));
            scheduled("[3]");
            others = 0.4;
            scheduled("[0]");
            works = false;
            // What was asked when it worked last may still be on its way.
            looks(2);
            int asked = ASKED.get();
            others = 0;
            looks(20);
            System.out.println("[asked " + (ASKED.get() - asked) + "]");
            System.out.println(Threads.policies());
            end.countDown();
            follower.join();
        }

        private static void follow(CountDownLatch end) {
            var system =
                    (OperatingSystemMXBean)
                            Proxy.newProxyInstance(
                                    Follower.class.getClassLoader(),
                                    new Class<?>[] {OperatingSystemMXBean.class},
                                    (proxy, method, none) -> answer(method.getName()));
            try {
                Scheduling.follow(system, Duration.ofMillis(5), end);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private static Object answer(String question) {
            return switch (question) {
                case "getProcessCpuTime" -> {
                    LOOKS.incrementAndGet();
                    yield works ? CPU.addAndGet(Duration.ofMillis(5).toNanos()) : CPU.get();
                }
                case "getProcessCpuLoad" -> {
                    ASKED.incrementAndGet();
                    yield 0.5;
                }
                case "getCpuLoad" -> 0.5 + others;
                default -> throw new UnsupportedOperationException(question);
            };
        }

        private static void looks(int more) {
            int enough = LOOKS.get() + more;
            await().until(() -> LOOKS.get() >= enough);
        }

        private static void scheduled(String policies) {
            await().until(() -> Threads.policies().toString().equals(policies));
            System.out.println(policies);
        }
    }

    @Test
    void follows_the_load_and_asks_only_while_its_process_works() throws Exception {
        assumeThat(Path.of("/proc/self/task")).isDirectory();

        assertThat(told(Follower.class)).containsExactly("[3]", "[0]", "[asked 0]", "[0]");
    }

    @Test
    void all_threads_are_changed_and_those_that_they_start() throws Exception {
        assumeThat(Path.of("/proc/self/task")).isDirectory();

        assertThat(told(Threads.class)).containsExactly("[0]", "[3]", "[0]");
    }

    @Test
    void a_process_that_was_started_otherwise_stays_as_it_is() throws Exception {
        assumeThat(Path.of("/usr/bin/chrt")).isExecutable();

        assertThat(told(Threads.class, "/usr/bin/chrt", "--idle", "0"))
                .containsExactly("[5]", "[5]", "[5]");
    }

    private static List<String> told(Class<?> main, String... before)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                Stream.concat(
                                Stream.of(before),
                                Stream.of(
                                        java,
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        main.getName()))
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().filter(line -> line.startsWith("[")).toList();
    }
}
