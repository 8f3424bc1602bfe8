package mesh.cli.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir private Path path;
    private DataDirectory data;

    @BeforeEach
    void name() {
        data = new DataDirectory(path);
    }

    private final Endpoints broker = Endpoints.ofThisProcess(null, "tcp://b:1", "http://b:2");
    private final Endpoints core = Endpoints.ofThisProcess("http://c:3", null, null);

    @Test
    void gathers_what_several_roles_offer() {
        data.offer(broker);
        data.offer(core);
        assertThat(data.endpoints())
                .contains(Endpoints.ofThisProcess("http://c:3", "tcp://b:1", "http://b:2"));
    }

    @Test
    void keeps_what_others_offer_when_one_leaves() {
        data.offer(broker);
        data.offer(core);
        data.withdraw(broker);
        assertThat(data.endpoints()).contains(core);
    }

    @Test
    void has_no_endpoints_when_the_last_one_left() {
        data.offer(broker);
        data.withdraw(broker);
        assertThat(data.endpoints()).isEmpty();
        assertThat(path.resolve("endpoints.json")).doesNotExist();
    }

    @Test
    void keeps_what_another_has_taken_over() {
        data.offer(core);
        data.offer(Endpoints.ofThisProcess("http://c:4", null, null));
        data.withdraw(core);
        assertThat(data.endpoints().orElseThrow().http()).isEqualTo("http://c:4");
    }

    @Test
    void tells_what_to_do_with_a_broken_file() throws IOException {
        Files.writeString(path.resolve("endpoints.json"), "{\"http\": ");
        assertThatThrownBy(data::endpoints)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("endpoints.json cannot be read")
                .hasMessageContaining("remove it");
    }

    @Test
    void lets_one_process_play_a_role_and_tells_the_next_who_does() {
        try (var _ = RoleLock.take(data, "broker")) {
            assertThatThrownBy(() -> RoleLock.take(data, "broker"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("the broker of " + path)
                    .hasMessageContaining("--data");
        }
        RoleLock.take(data, "broker").close();
    }

    @Test
    void cannot_be_where_a_file_is() throws IOException {
        Path file = Files.writeString(path.resolve("file"), "");
        assertThatThrownBy(() -> new DataDirectory(file).create())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--data");
    }
}
