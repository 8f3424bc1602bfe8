package mesh.core.store;

import java.nio.file.Path;
import mesh.core.store.StoreStartException.Reason;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A database file that is damaged: what says so, and what a person can do.
final class Damage {
    private Damage() {}

    /// In what SQLite says, which is all that is left of it where a turn failed.
    private static final String SAID = "[SQLITE_CORRUPT";

    /// Whether SQLite said so.
    static boolean isIn(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite
                    && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
                            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB)) {
                return true;
            }
            if (cause.getMessage() != null && cause.getMessage().contains(SAID)) {
                return true;
            }
        }
        return false;
    }

    static StoreStartException told(Path file, Throwable cause) {
        return told(file, cause.getMessage(), cause);
    }

    static StoreStartException told(Path file, String found, Throwable cause) {
        return new StoreStartException(
                Reason.UNUSABLE,
                "the store %s is damaged: %s. Move it away, with %s-wal and %s-shm, and put a copy in its place: ./mesh restore FILE --data %s"
                        .formatted(
                                file,
                                found,
                                file.getFileName(),
                                file.getFileName(),
                                file.toAbsolutePath().getParent()),
                cause);
    }
}
