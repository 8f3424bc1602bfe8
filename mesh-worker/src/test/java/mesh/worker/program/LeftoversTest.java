package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mesh.worker.program.ProgramEnd.Exited;
import org.junit.jupiter.api.Test;

/// Nothing that a program started outlives it.
class LeftoversTest extends ProgramFixture {

    @Test
    void kills_what_a_program_started_when_its_time_is_over() throws InterruptedException {
        programs.run(
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
