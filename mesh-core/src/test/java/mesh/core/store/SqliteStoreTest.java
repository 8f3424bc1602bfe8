package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir private Path directory;

    @Override
    Store openStore() {
        return SqliteStore.open(directory.resolve("deep/core.db"));
    }

    @Test
    void says_which_file_cannot_be_opened() throws Exception {
        Path noDatabase =
                Files.writeString(directory.resolve("text.db"), "this is text ".repeat(100));
        assertThatThrownBy(() -> SqliteStore.open(noDatabase))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("text.db");
    }
}
