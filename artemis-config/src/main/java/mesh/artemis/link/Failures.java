package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import mesh.protocol.link.LinkException;

/// Turns the library's exceptions into the link's.
final class Failures {
    private Failures() {}

    static JMSException jms(Exception cause) {
        var exception = new JMSException(cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    /// Nobody is there.
    static LinkException unreachable(String url, String why, Throwable cause) {
        return new LinkException(
                "no broker answers at %s (%s); start one, or give another --broker"
                        .formatted(url, why),
                cause);
    }

    /// Whoever asks again hears the same; see {@link Access}.
    static LinkException denied(String url, String user, JMSSecurityException refused) {
        return new LinkException(
                "the broker at %s does not let '%s' in: wrong user or password"
                        .formatted(url, user),
                refused);
    }

    /// The broker took the call and said no, or did not answer.
    static LinkException refused(String url, Exception cause) {
        return new LinkException(
                "the broker at %s refused: %s".formatted(url, cause.getMessage()), cause);
    }
}
