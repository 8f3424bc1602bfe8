package mesh.core.store;

import java.nio.file.Path;

/// The store cannot be used, for a reason outside of it that somebody has to mend; the message says
/// which.
public final class StoreStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Why it cannot be used.
    public enum Reason {
        /// There is no server where the address says.
        UNREACHABLE,
        /// The server does not let this user in.
        DENIED,
        /// The server has no such database, or the user may not use it.
        UNUSABLE,
        /// Another core writes to it.
        HELD
    }

    private final Reason reason;

    StoreStartException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// What a core's start failed with, said in a way that a person can act on where the store is
    /// damaged.
    public static RuntimeException where(StoreAddress address, RuntimeException failed) {
        return address instanceof StoreAddress.File(Path file) && Damage.isIn(failed)
                ? Damage.told(file, failed)
                : failed;
    }

    public Reason reason() {
        return reason;
    }
}
