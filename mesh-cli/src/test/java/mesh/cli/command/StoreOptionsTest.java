package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.UserException;
import mesh.core.store.PostgresStore;
import mesh.core.store.StoreAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a core keeps its jobs and how long, asked for wrongly.
class StoreOptionsTest {
    @TempDir private Path directory;

    private CommandRun run(Map<String, String> environment, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", directory.resolve("data").toString()));
        return CommandRun.with(directory, environment, "", all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "--store, mysql://localhost/mesh, begins with postgresql://",
        "--store, postgresql://localhost, names a database",
        "--store-user, me, go with --store",
        "--keep, tomorrow, a duration is written like",
        "--keep, -1h, a duration is written like",
        "--keep-jobs, many, must be a whole number",
        "--keep-jobs, -1, `keep-jobs` must be 0 or more",
    })
    void says_what_is_wrong(String option, String value, String told) {
        for (String command : List.of("up", "core")) {
            CommandRun run = run(Map.of(), command, option, value);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(told);
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void the_environment_and_the_file_are_read_too() throws IOException {
        assertThat(run(Map.of("MESH_STORE", "mysql://x/y"), "up").err())
                .contains("begins with postgresql://");
        Files.writeString(directory.resolve("mesh.yaml"), "keep-jobs: -2\n");
        assertThat(run(Map.of(), "up").err()).contains("`keep-jobs` must be 0 or more, was -2");
    }

    @Test
    void a_server_that_is_not_there_is_no_connection() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var address = StoreAddress.server("postgresql://localhost:" + free + "/x", "u", "p");
        assertThatThrownBy(() -> Starting.orTell(() -> PostgresStore.open(address)))
                .isInstanceOfSatisfying(
                        UserException.class,
                        told -> assertThat(told.exitCode()).isEqualTo(ExitCode.NO_CONNECTION))
                .hasMessageContaining("no PostgreSQL answers at postgresql://localhost");
    }

    @Test
    void a_store_in_postgresql_is_copied_by_its_own_tools() {
        CommandRun run =
                run(Map.of("MESH_STORE", "postgresql://me:secret@db/mesh"), "backup", "copy.db");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("pg_dump --format=custom --file=copy.db postgresql://db/mesh")
                .doesNotContain("secret");
    }

    @Test
    void where_there_is_no_store_there_is_nothing_to_copy() {
        CommandRun run = run(Map.of(), "backup", "copy.db");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no store at").contains("--data");
    }
}
