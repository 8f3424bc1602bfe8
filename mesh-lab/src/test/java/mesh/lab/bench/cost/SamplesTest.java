package mesh.lab.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    @TempDir private Path directory;

    @Test
    void counts_what_a_recording_with_its_settings_saw_between_two_moments() throws Exception {
        Path file = directory.resolve("own.jfr");
        String settings = Files.readString(Samples.settings(directory));
        var busy = Thread.ofPlatform().daemon().unstarted(SamplesTest::count);
        try (var recording = new Recording(Configuration.create(new StringReader(settings)))) {
            recording.start();
            Instant begin = Instant.now();
            busy.start();
            await().until(() -> has(recording, file, begin));
            Samples samples = Samples.read(file, begin, Instant.now());
            assertThat(samples.share(Stage.NODE)).isPositive();
            assertThat(samples.hot(Stage.NODE)).contains("%");
            assertThat(Samples.read(file, begin.minusSeconds(2), begin.minusSeconds(1)).count())
                    .isZero();
        } finally {
            busy.interrupt();
        }
    }

    private static boolean has(Recording recording, Path file, Instant begin) throws Exception {
        Files.deleteIfExists(file);
        recording.dump(file);
        return Samples.read(file, begin, Instant.now()).share(Stage.NODE) > 0;
    }

    /// The benchmark's own classes count as the handler of its nodes.
    private static void count() {
        double sum = 0;
        while (!Thread.currentThread().isInterrupted()) {
            sum += Math.sqrt(sum + 1);
        }
    }
}
