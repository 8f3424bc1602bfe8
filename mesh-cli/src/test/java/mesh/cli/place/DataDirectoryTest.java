package mesh.cli.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Path open(Path file) throws IOException {
        Files.setPosixFilePermissions(
                file,
                PosixFilePermissions.fromString(
                        Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
        return file;
    }

    private Path file(String name) throws IOException {
        return open(Files.writeString(path.resolve(name), ""));
    }

    private Path folder(String name) throws IOException {
        return open(Files.createDirectory(path.resolve(name)));
    }

    @Test
    void closes_a_new_directory_to_all_but_its_owner() throws IOException {
        var fresh = new DataDirectory(path.resolve("a/b"));
        fresh.create();
        assertThat(permissions(fresh.path())).isEqualTo("rwx------");
    }

    @Test
    void closes_a_directory_that_holds_a_mesh_or_nothing() throws IOException {
        open(path);
        data.create();
        assertThat(permissions(path)).isEqualTo("rwx------");
        for (String name :
                new String[] {
                    "credentials.json",
                    "core.db",
                    "core.db-wal",
                    "core.lock",
                    "mesh.log",
                    "mesh.log.1"
                }) {
            file(name);
        }
        folder("broker");
        open(path);
        data.create();
        assertThat(permissions(path)).isEqualTo("rwx------");
    }

    @Test
    void leaves_a_directory_open_that_holds_other_things_and_closes_what_is_the_meshs()
            throws IOException {
        Path letter = file("letter.txt");
        Path store = file("core.db");
        Path log = file("worker-n1.log");
        Path journal = folder("broker");
        open(path);
        data.create();
        assertThat(permissions(path)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(letter)).isEqualTo("rw-r--r--");
        assertThat(permissions(store)).isEqualTo("rw-------");
        assertThat(permissions(log)).isEqualTo("rw-------");
        assertThat(permissions(journal)).isEqualTo("rwx------");
    }

    @Test
    void closes_what_the_roles_have_made_by_the_time_they_are_ready() throws IOException {
        file("letter.txt");
        open(path);
        data.create();
        Path store = file("core.db");
        data.offer(core);
        assertThat(permissions(store)).isEqualTo("rw-------");
    }

    @Test
    void follows_no_link_when_it_closes_files(@TempDir Path elsewhere) throws IOException {
        Path target = open(Files.writeString(elsewhere.resolve("target"), ""));
        file("letter.txt");
        Files.createSymbolicLink(path.resolve("core.db"), target);
        data.create();
        assertThat(permissions(target)).isEqualTo("rw-r--r--");
    }
}
