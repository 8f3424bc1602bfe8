package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A program that is to stop may tidy up, and is gone with all it started when its time is over.
class FarewellTest extends ProgramFixture {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<String> said = new CopyOnWriteArrayList<>();

    private Thread begin(Programs programs, Duration grace, String script) {
        var program =
                new Program(
                        List.of("sh", "-c", script),
                        NOTHING,
                        directory,
                        LONG,
                        MUCH,
                        Map.of(),
                        grace,
                        Optional.of(listener()));
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                programs.run(program);
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private Marked listener() {
        return new Marked() {
            @Override
            public String marker() {
                return "@";
            }

            @Override
            public int mostBytes() {
                return 100;
            }

            @Override
            public boolean line(String line) {
                return said.add(line);
            }

            @Override
            public void noText(String shown, int at) {
                throw new AssertionError(shown);
            }

            @Override
            public void tooLong(String beginning) {
                said.add(beginning);
            }
        };
    }

    private static void stop(Thread attempt) throws InterruptedException {
        attempt.interrupt();
        attempt.join();
    }

    @Test
    void lets_a_program_tidy_up_and_end_by_itself() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        LONG,
                        """
                        trap 'sleep 0.1; echo tidied > tidied; echo "@last words"; exit 0' TERM
                        echo $$ > self
                        while true; do sleep 0.01; done
                        """);
        long self = pidIn("self");
        stop(attempt);
        assertThat(dead(self)).isTrue();
        assertThat(directory.resolve("tidied")).exists();
        assertThat(said).containsExactly("@last words");
    }

    @Test
    void waits_for_what_a_program_started_as_well() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        LONG,
                        """
                        sh -c 'trap "sleep 0.2; echo tidied > tidied; exit" TERM
                               echo $$ > child; while true; do sleep 0.01; done' &
                        wait
                        """);
        pidIn("child");
        stop(attempt);
        assertThat(directory.resolve("tidied")).exists();
    }

    @Test
    void kills_a_program_that_takes_no_notice_with_its_children() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        SHORT,
                        """
                        trap '' TERM
                        sh -c 'echo $$ > child; while true; do sleep 100; done' &
                        setsid sh -c 'echo $$ > stray; while true; do sleep 100; done' &
                        echo $$ > self
                        while true; do sleep 100; done
                        """);
        long self = pidIn("self");
        long child = pidIn("child");
        long stray = pidIn("stray");
        long before = System.nanoTime();
        stop(attempt);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
        await().until(() -> dead(self) && dead(child) && dead(stray));
    }

    @Test
    void asks_what_went_into_a_session_of_its_own_too() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        LONG,
                        """
                        setsid sh -c 'trap "echo tidied > tidied; exit" TERM
                                      echo $$ > stray; while true; do sleep 0.01; done' &
                        wait
                        """);
        pidIn("stray");
        stop(attempt);
        assertThat(directory.resolve("tidied")).exists();
    }

    @Test
    void asks_the_tree_of_processes_where_no_group_can_be_made() throws InterruptedException {
        try (var alone = new Programs(() -> new Wrapping(List.of(), Optional.empty()))) {
            Thread attempt =
                    begin(
                            alone,
                            LONG,
                            """
                            sh -c 'trap "echo tidied > tidied; exit" TERM
                                   echo $$ > child; while true; do sleep 0.01; done' &
                            wait
                            """);
            pidIn("child");
            stop(attempt);
        }
        assertThat(directory.resolve("tidied")).exists();
    }

    @Test
    void asks_each_process_once() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        LONG,
                        """
                        trap 'echo asked >> asked; again=$((again + 1))' TERM
                        echo $$ > self
                        until [ -n "$again" ]; do sleep 0.01; done
                        sleep 0.3
                        """);
        pidIn("self");
        stop(attempt);
        assertThat(directory.resolve("asked")).hasContent("asked\n");
    }

    @Test
    void kills_at_once_when_it_is_interrupted_again() throws InterruptedException {
        Thread attempt =
                begin(
                        programs,
                        Duration.ofMinutes(1),
                        """
                        trap 'echo > asked' TERM
                        echo $$ > self
                        while true; do sleep 0.01; done
                        """);
        long self = pidIn("self");
        attempt.interrupt();
        await().until(() -> Files.exists(directory.resolve("asked")));
        stop(attempt);
        assertThat(dead(self)).isTrue();
    }
}
