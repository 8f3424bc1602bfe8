package mesh.worker;

import static mesh.protocol.message.Progress.Kind.CHECKPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Control;
import mesh.protocol.message.Settlement.Outcome;
import mesh.worker.detect.Python;
import org.junit.jupiter.api.Test;

/// Real programs whose job is cancelled, or whose node leaves.
class StoppingTest extends WorkerFixture {
    private static final String TIDIES =
            """
            import signal, sys, time
            def tidy(number, frame):
                print('@mesh checkpoint "tidied"')
                open(%s, "w").close()
                sys.exit(0)
            signal.signal(signal.SIGTERM, tidy)
            print("@mesh progress 0")
            time.sleep(60)
            """;

    private static final String TAKES_NO_NOTICE =
            """
            import os, signal, subprocess, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            child = subprocess.Popen(["sleep", "60"])
            with open(%s, "w") as pids:
                print(os.getpid(), child.pid, file=pids)
            print("@mesh progress 0")
            time.sleep(60)
            """;

    private Assignment begun(String script, Path file) {
        String text = script.formatted(MeshJson.write(file.toString()));
        Assignment assignment = assign("python", "{\"script\":" + MeshJson.write(text) + "}");
        await().until(
                        () ->
                                heard(assignment, mesh.protocol.message.Progress.Kind.PROGRESS)
                                                .size()
                                        == 1);
        return assignment;
    }

    private void startWithPython(Duration grace) {
        assumeThat(Python.detect()).as("a Python 3").isPresent();
        start(
                configuration()
                        .withDirectory(directory.resolve("node"))
                        .withAllow(Set.of("python"))
                        .withGrace(grace),
                broker.connect());
    }

    private void cancel(Assignment assignment) {
        core.send(List.of(Control.cancel(NODE, assignment.job(), 1)));
        assertThat(settled(assignment).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void a_cancelled_program_tidies_up_and_what_it_says_then_is_not_heard() {
        startWithPython(Duration.ofSeconds(5));
        Path tidied = directory.resolve("tidied");
        Assignment assignment = begun(TIDIES, tidied);
        cancel(assignment);
        assertThat(tidied).exists();
        assertThat(heard(assignment, CHECKPOINT)).isEmpty();
    }

    @Test
    void a_program_whose_node_leaves_saves_a_last_checkpoint() {
        startWithPython(Duration.ofMillis(500));
        Path tidied = directory.resolve("tidied");
        Assignment assignment = begun(TIDIES, tidied);
        worker.close();
        assertThat(settled(assignment).outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(tidied).exists();
        await().until(() -> !heard(assignment, CHECKPOINT).isEmpty());
        assertThat(heard(assignment, CHECKPOINT).getFirst().checkpoint().value())
                .isEqualTo(new Json("\"tidied\""));
    }

    @Test
    void a_program_that_takes_no_notice_is_killed_with_its_children() throws IOException {
        startWithPython(Duration.ofMillis(500));
        Path file = directory.resolve("pids");
        Assignment assignment = begun(TAKES_NO_NOTICE, file);
        List<Long> pids =
                List.of(Files.readString(file).strip().split(" ")).stream()
                        .map(Long::valueOf)
                        .toList();
        assertThat(pids).hasSize(2).noneMatch(StoppingTest::dead);
        cancel(assignment);
        await().until(() -> pids.stream().allMatch(StoppingTest::dead));
    }

    private static boolean dead(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException gone) {
            return ProcessHandle.of(pid).isEmpty();
        }
    }

    @Test
    void whatever_the_owner_allows_a_stop_takes_less_than_5_seconds() {
        Duration most = Stopping.handler(Duration.ofHours(1));
        assertThat(most).isLessThan(Duration.ofSeconds(5));
        assertThat(Stopping.program(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(4));
        assertThat(Stopping.handler(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Stopping.program(Duration.ofSeconds(1))).isLessThan(Duration.ofSeconds(1));
        assertThat(Stopping.program(Duration.ZERO)).isZero();
    }
}
