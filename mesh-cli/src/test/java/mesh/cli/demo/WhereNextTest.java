package mesh.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import org.junit.jupiter.api.Test;

final class WhereNextTest {

    @Test
    void names_no_address_but_those_of_a_mesh_that_stays_where_its_own_has_ended() {
        String bare =
                WhereNext.ENDED
                        .replace("http://127.0.0.1:8080", "")
                        .replace("http://127.0.0.1:8161/console", "");
        assertThat(bare).contains("./mesh up", "./mesh demo --keep").doesNotContain("http", "%s");
    }

    @Test
    void names_the_addresses_of_a_mesh_that_goes_on_and_what_opens_them() {
        String kept =
                WhereNext.kept(
                        new DataDirectory(Path.of("kept")),
                        new Credentials("a-token", "admin", "a-password", "mesh", "unseen"),
                        Endpoints.ofThisProcess("http://h:1", "tcp://h:2", "http://h:3/console"));
        assertThat(kept)
                .contains("http://h:1/v1/jobs", "http://h:3/console", "admin", "a-password")
                .contains("Bearer a-token", "./mesh jobs --data kept")
                .doesNotContain("unseen");
    }
}
