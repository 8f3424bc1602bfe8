package mesh.cli.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    private static final Credentials NOTHING_GIVEN = new Credentials(null, null, null, null, null);
    @TempDir private Path parent;
    private DataDirectory data;

    @BeforeEach
    void create() {
        data = new DataDirectory(parent.resolve("data"));
        data.create();
    }

    @Test
    void are_made_on_the_first_start_and_kept() {
        Credentials first = Credentials.keep(data, NOTHING_GIVEN);
        assertThat(first.token()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(first.brokerPassword()).isNotEqualTo(first.consolePassword());
        assertThat(Credentials.keep(data, NOTHING_GIVEN)).isEqualTo(first);
        assertThat(data.credentials()).contains(first);
    }

    @Test
    void can_be_read_by_their_owner_alone() throws IOException {
        Credentials.keep(data, NOTHING_GIVEN);
        assertThat(mode(data.path().resolve("credentials.json"))).isEqualTo("rw-------");
        assertThat(mode(data.path())).isEqualTo("rwx------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void are_what_the_user_gives_and_clients_read_the_same() {
        Credentials first = Credentials.keep(data, NOTHING_GIVEN);
        Credentials given =
                Credentials.keep(
                        data, new Credentials("a-token-of-my-own", null, null, null, null));
        assertThat(given.token()).isEqualTo("a-token-of-my-own");
        assertThat(given.consolePassword()).isEqualTo(first.consolePassword());
        assertThat(data.credentials()).contains(given);
    }

    @Test
    void stay_out_of_logs() {
        Credentials made = Credentials.keep(data, NOTHING_GIVEN);
        assertThat(made.toString())
                .doesNotContain(made.token(), made.brokerPassword(), made.consolePassword());
    }
}
