package mesh.artemis.link;

import jakarta.jms.JMSSecurityException;
import mesh.protocol.link.LinkException;

/// Tells a broker that answers and does not let a party in from one that is away. The first stays
/// so until somebody gives another user or password, so it is useless to try again.
public final class Access {
    private Access() {}

    /// Whether the broker refused the user or the password.
    public static boolean isDenied(LinkException failed) {
        return failed.getCause() instanceof JMSSecurityException;
    }

    /// Whether another node of the same name is connected, and has not left while it was waited
    /// for.
    public static boolean isTaken(LinkException failed) {
        return failed.getCause() instanceof NameTakenException;
    }
}
