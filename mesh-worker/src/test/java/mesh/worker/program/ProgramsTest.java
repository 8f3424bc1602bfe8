package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mesh.worker.program.ProgramEnd.Exited;
import mesh.worker.program.ProgramEnd.NotStarted;
import mesh.worker.program.ProgramEnd.OutOfTime;
import mesh.worker.program.ProgramEnd.TooMuchOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisabledOnOs(OS.WINDOWS)
class ProgramsTest {
    private static final Programs PROGRAMS = new Programs();
    private static final byte[] NOTHING = {};
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MUCH = 1 << 20;

    @TempDir Path directory;

    @AfterAll
    static void close() {
        PROGRAMS.close();
    }

    private ProgramEnd run(byte[] input, String... command) throws InterruptedException {
        return PROGRAMS.run(new Program(List.of(command), input, directory, LONG, MUCH));
    }

    private Exited shell(String script) throws InterruptedException {
        return (Exited) run(NOTHING, "sh", "-c", script);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long pidIn(String file) {
        Path path = directory.resolve(file);
        await().until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(path).strip());
        } catch (java.io.IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /// A killed orphan may stay a zombie where nothing reaps; it is dead all the same.
    static boolean dead(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return status.substring(status.lastIndexOf(')') + 2).startsWith("Z");
        } catch (java.io.IOException gone) {
            return ProcessHandle.of(pid).isEmpty();
        }
    }

    @Test
    void gives_exit_code_and_both_outputs() throws InterruptedException {
        Exited end = shell("echo out; echo err >&2; exit 3");
        assertThat(end.exit()).isEqualTo(3);
        assertThat(text(end.stdout())).isEqualTo("out\n");
        assertThat(text(end.stderr())).isEqualTo("err\n");
    }

    @Test
    void shows_a_program_nothing_of_the_nodes_environment() throws InterruptedException {
        Exited end = (Exited) run(NOTHING, "env");
        assertThat(text(end.stdout()).lines())
                .containsExactlyInAnyOrder(
                        "PATH=" + SearchPath.PATH,
                        "HOME=" + directory,
                        "TMPDIR=" + directory,
                        "LANG=C.UTF-8");
    }

    @Test
    void runs_a_program_in_its_directory() throws Exception {
        assertThat(text(shell("pwd").stdout()).strip())
                .isEqualTo(directory.toRealPath().toString());
    }

    @Test
    void hands_over_input_larger_than_a_pipe() throws InterruptedException {
        Exited end = (Exited) run(new byte[5_000_000], "wc", "-c");
        assertThat(text(end.stdout()).strip()).isEqualTo("5000000");
    }

    @Test
    void does_not_mind_a_program_that_leaves_a_huge_input_unread() throws InterruptedException {
        assertThat(run(new byte[5_000_000], "true")).isInstanceOf(Exited.class);
    }

    @Test
    void keeps_binary_output_as_it_is() throws InterruptedException {
        assertThat(shell("printf '\\377\\000\\376'").stdout()).containsExactly(0xff, 0x00, 0xfe);
    }

    @Test
    void loses_nothing_of_many_short_outputs() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            assertThat(text(((Exited) run(NOTHING, "echo", "line")).stdout())).isEqualTo("line\n");
        }
    }

    @Test
    void kills_a_program_when_its_time_is_over() throws InterruptedException {
        var limit = Duration.ofMillis(200);
        var end =
                PROGRAMS.run(new Program(List.of("sleep", "100"), NOTHING, directory, limit, MUCH));
        assertThat(end).isEqualTo(new OutOfTime(limit));
    }

    @Test
    void kills_a_program_that_prints_without_end() throws InterruptedException {
        assertThat(run(NOTHING, "yes")).isEqualTo(new TooMuchOutput(MUCH));
    }

    @Test
    void counts_both_outputs_against_one_limit() throws InterruptedException {
        var program =
                new Program(
                        List.of("sh", "-c", "echo 12345; echo 12345 >&2"),
                        NOTHING,
                        directory,
                        LONG,
                        11);
        assertThat(PROGRAMS.run(program)).isEqualTo(new TooMuchOutput(11));
    }

    @Test
    void says_that_there_is_no_such_program() throws InterruptedException {
        assertThat(run(NOTHING, "no-such-program"))
                .isInstanceOfSatisfying(
                        NotStarted.class,
                        end -> assertThat(end.why()).contains("no-such-program", "/usr/bin"));
        assertThat(run(NOTHING, "./missing")).isInstanceOf(NotStarted.class);
        assertThat(run(NOTHING, "/etc/passwd")).isInstanceOf(NotStarted.class);
    }

    @Test
    void kills_what_a_program_started_when_its_time_is_over() throws InterruptedException {
        PROGRAMS.run(
                new Program(
                        List.of("sh", "-c", "sleep 100 & echo $! > child; wait"),
                        NOTHING,
                        directory,
                        Duration.ofSeconds(1),
                        MUCH));
        long child = pidIn("child");
        await().until(() -> dead(child));
    }

    @Test
    void kills_what_a_program_left_behind_when_it_ended() throws InterruptedException {
        Exited end = shell("sleep 100 & echo $! > child");
        assertThat(end.exit()).isZero();
        long child = pidIn("child");
        await().until(() -> dead(child));
    }

    @Test
    void kills_what_went_into_a_session_of_its_own() throws InterruptedException {
        Exited end =
                shell("setsid sh -c 'sleep 100 & echo $! > child; exec sleep 100' & sleep 0.3");
        assertThat(end.exit()).isZero();
        long child = pidIn("child");
        await().until(() -> dead(child));
    }

    @Test
    void kills_the_tree_of_processes_where_no_group_can_be_made() throws InterruptedException {
        try (var programs = new Programs(() -> new Wrapping(List.of(), Optional.empty()))) {
            programs.run(
                    new Program(
                            List.of("sh", "-c", "sleep 100 & echo $! > child; wait"),
                            NOTHING,
                            directory,
                            Duration.ofSeconds(1),
                            MUCH));
        }
        long child = pidIn("child");
        await().until(() -> dead(child));
    }

    @Test
    void kills_what_runs_when_it_is_closed() throws Exception {
        var programs = new Programs();
        Thread attempt =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        programs.run(
                                                new Program(
                                                        List.of(
                                                                "sh",
                                                                "-c",
                                                                "echo $$ > self; sleep 100"),
                                                        NOTHING,
                                                        directory,
                                                        LONG,
                                                        MUCH));
                                    } catch (InterruptedException _) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        long self = pidIn("self");
        programs.close();
        attempt.join();
        await().until(() -> dead(self));
    }

    @Test
    void kills_a_program_whose_attempt_is_stopped() throws Exception {
        Thread attempt =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        run(
                                                NOTHING,
                                                "sh",
                                                "-c",
                                                "sleep 100 & echo $! > child; echo $$ > self; wait");
                                    } catch (InterruptedException _) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        long self = pidIn("self");
        long child = pidIn("child");
        attempt.interrupt();
        attempt.join();
        await().until(() -> dead(self) && dead(child));
    }

    @Test
    void leaves_no_program_when_the_node_is_killed() throws Exception {
        Process node =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                RunsUntilKilled.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            long self = pidIn("self");
            long child = pidIn("child");
            assertThat(dead(self) || dead(child)).isFalse();
            node.destroyForcibly(); // SIGKILL
            assertThat(node.waitFor(5, TimeUnit.SECONDS)).isTrue();
            await().until(() -> dead(self) && dead(child));
        } finally {
            node.destroyForcibly();
        }
    }

    private static String classPath() {
        String listed = System.getProperty("surefire.test.class.path");
        return listed == null ? System.getProperty("java.class.path") : listed;
    }

    /// A node in a process of its own, which runs a program that has a child.
    static final class RunsUntilKilled {
        private RunsUntilKilled() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (var programs = new Programs()) {
                programs.run(
                        new Program(
                                List.of(
                                        "sh",
                                        "-c",
                                        "sleep 100 & echo $! > child; echo $$ > self; wait"),
                                NOTHING,
                                new File(arguments[0]).toPath(),
                                Duration.ofMinutes(2),
                                MUCH));
            }
        }
    }
}
