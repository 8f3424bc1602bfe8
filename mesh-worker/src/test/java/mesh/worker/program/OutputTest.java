package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutputTest {

    @Test
    @Timeout(30)
    void half_an_output_does_not_pass_for_the_whole_of_it() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        var failing =
                new InputStream() {
                    private int left = 3;

                    @Override
                    public int read() {
                        if (left-- > 0) {
                            return 'x';
                        }
                        throw new OutOfMemoryError("on purpose");
                    }
                };
        var output = new Output(process, failing, new AtomicInteger(1_000), () -> {}).start();
        process.waitFor(); // it is killed: nobody reads what it prints
        assertThatThrownBy(() -> output.within(Duration.ofSeconds(10)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OutOfMemoryError");
    }
}
