package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(
                    new PrintStream(OutputStream.nullOutputStream()),
                    new PrintStream(said, true, StandardCharsets.UTF_8),
                    InputStream.nullInputStream(),
                    false,
                    100);

    @Test
    void ends_all_parts_and_fails_with_the_reason_when_the_process_is_of_no_use_any_more() {
        var ended = new AtomicBoolean();
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parts.add("one", () -> ended.set(true));
            lifetime.fail("the API listens no more");
            assertThat(lifetime.await()).isEqualTo(ExitCode.FAILED);
        }
        assertThat(ended).isTrue();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("mesh: the API listens no more; ending …");
    }

    @Test
    void is_done_when_it_was_asked_to_end() {
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            lifetime.end();
            assertThat(lifetime.await()).isEqualTo(ExitCode.DONE);
        }
    }
}
