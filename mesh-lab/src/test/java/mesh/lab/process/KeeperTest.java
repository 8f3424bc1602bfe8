package mesh.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeeperTest {
    private static Process sleeping() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    private static boolean stopped(Process process) throws IOException {
        Process ps =
                new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
        try (var out = ps.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).startsWith("T");
        }
    }

    @Test
    void lets_go_on_what_was_stopped_by_a_process_that_is_killed() throws Exception {
        Process owner = sleeping();
        Process node = sleeping();
        try (var _ = new Keeper(owner.pid(), node.pid())) {
            new ProcessBuilder("kill", "-STOP", Long.toString(node.pid())).start().waitFor();
            await().until(() -> stopped(node));
            owner.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> !stopped(node));
            assertThat(node.isAlive()).isTrue();
        } finally {
            owner.destroyForcibly();
            node.destroyForcibly();
        }
    }
}
