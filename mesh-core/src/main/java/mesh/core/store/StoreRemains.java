package mesh.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What there is of a SQLite store whose file is missing or empty. Its write-ahead log may be left:
/// it belongs to that file alone, and would make nonsense of another in its place.
record StoreRemains(Path store) {
    private static final String LOG = "-wal";

    private Path beside(String suffix) {
        return store.resolveSibling(store.getFileName() + suffix);
    }

    private static boolean isEmpty(Path file) throws IOException {
        return !Files.exists(file) || Files.size(file) == 0;
    }

    /// Whether the file is missing or has no byte.
    boolean isAll() throws IOException {
        return isEmpty(store);
    }

    /// Whether there is a log without its file.
    boolean hasLog() throws IOException {
        return isAll() && !isEmpty(beside(LOG));
    }

    /// What is to be seen, for people.
    String describe() throws IOException {
        return hasLog() ? "%s, beside its journal %s".formatted(state(), beside(LOG)) : state();
    }

    private String state() {
        return Files.exists(store) ? "empty" : "missing";
    }

    /// Makes room for another store: what is left gets `.lost` behind its name, in place of what
    /// was put aside before. Nothing happens to a store that is there.
    void setAside() throws IOException {
        if (!isAll()) {
            return;
        }
        for (String suffix : List.of("", LOG, "-shm")) {
            Path left = beside(suffix);
            if (Files.exists(left)) {
                Files.move(left, beside(suffix + ".lost"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
