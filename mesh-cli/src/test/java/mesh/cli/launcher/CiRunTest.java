package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What continuous integration runs, with tools that only say what they were asked.
final class CiRunTest extends LauncherProject {
    private Path ci;

    @BeforeEach
    void lay_out_tools() throws IOException {
        ci = project.resolve(".ci/run");
        Files.createDirectory(ci.getParent());
        Files.copy(Path.of("..", ".ci", "run"), ci);
        executable(ci);
        Files.delete(project.resolve("mesh"));
        script(project.resolve("mesh"), "echo \"mesh $*\"");
        for (String tool : new String[] {"mvn", "python3", "chromium", "chromedriver"}) {
            script(bin.resolve(tool), "exit 0");
        }
        script(bin.resolve("docker"), "exit 1");
    }

    private void engine(String body) throws IOException {
        script(root.resolve("shared/tools/docker-engine"), body);
    }

    private Run run() throws IOException, InterruptedException {
        return end(start(Map.of(), ci));
    }

    @Test
    void makes_an_engine_and_runs_the_tests() throws Exception {
        engine("echo made");
        Run run = run();
        assertThat(run.out()).startsWith("made\nmesh test ");
        assertThat(run.code()).isZero();
    }

    @Test
    void fails_where_the_engine_that_could_be_made_does_not_come() throws Exception {
        engine("exit 7");
        Run run = run();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("docker-engine failed");
        assertThat(run.out()).doesNotContain("mesh test");
    }

    @Test
    void says_that_tests_are_skipped_where_no_engine_can_be_made() throws Exception {
        Run run = run();
        assertThat(run.err()).contains("the tests with containers are skipped");
        assertThat(run.out()).startsWith("mesh test ");
        assertThat(run.code()).isZero();
    }
}
