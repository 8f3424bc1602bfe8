package mesh.cli.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPortTest {
    private static final String HOST = "127.0.0.1";
    @TempDir private Path directory;

    @Test
    void is_the_one_from_last_time_unless_another_program_has_it() throws IOException {
        var kept = new KeptPort(new DataDirectory(directory));
        assertThat(kept.orAny(HOST)).isZero();
        int port;
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = other.getLocalPort();
            kept.keep(port);
            assertThat(kept.orAny(HOST)).isZero();
        }
        assertThat(kept.orAny(HOST)).isEqualTo(port);
        Files.writeString(directory.resolve("broker.port"), "70000");
        assertThat(kept.orAny(HOST)).isZero();
    }
}
