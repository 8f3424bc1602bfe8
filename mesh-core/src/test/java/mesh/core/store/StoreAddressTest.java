package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mesh.core.store.StoreAddress.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {

    @Test
    void reads_both_ways_of_writing_it_and_takes_user_and_password_out() {
        var server = new Server("jdbc:postgresql://db:5433/mesh?sslmode=require", "me", "p@:+ss");
        assertThat(
                        StoreAddress.server(
                                "postgresql://me:p%40%3A+ss@db:5433/mesh?sslmode=require",
                                null, null))
                .isEqualTo(server);
        assertThat(
                        StoreAddress.server(
                                "jdbc:postgresql://db:5433/mesh?user=me&sslmode=require"
                                        + "&password=p%40%3A%2Bss",
                                null, null))
                .isEqualTo(server);
        assertThat(StoreAddress.server("postgres://db/mesh", null, null))
                .isEqualTo(new Server("jdbc:postgresql://db/mesh", null, null));
    }

    @Test
    void what_is_given_beside_it_goes_first() {
        assertThat(StoreAddress.server("postgresql://a:b@db/mesh", "me", "secret"))
                .isEqualTo(new Server("jdbc:postgresql://db/mesh", "me", "secret"));
    }

    @Test
    void shows_no_password() {
        assertThat(StoreAddress.server("postgresql://me:secret@db/mesh", null, null))
                .hasToString("postgresql://db/mesh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://me:secret@db/mesh",
                "postgresql://me:sl/secret@db/mesh",
                "postgresql://me:at@secret@db/a/b",
                "postgresql://db/?user=me&password=secret&sslmode=require",
                "postgresql://db/?Password=secret"
            })
    void shows_no_password_of_an_address_that_is_wrong(String address) {
        assertThatThrownBy(() -> StoreAddress.server(address, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "core.db",
                "mysql://db/mesh",
                "postgresql:mesh",
                "postgresql://db",
                "postgresql://db/",
                "postgresql://db/a/b",
                "postgresql:///mesh",
                "postgresql://d b/mesh",
                "postgresql://db:x/mesh"
            })
    void says_what_is_wrong_with_an_address(String address) {
        assertThatThrownBy(() -> StoreAddress.server(address, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(StoreAddress.EXAMPLE);
    }
}
